import type { Calibration } from '../../../contract/schemas/class-decision';
import { widthOf } from './rows';

export const sigmoid = (z: number): number =>
  z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));

/** Between points on straight lines, level beyond them. @param x ascending. */
export function interpolate(x: readonly number[], y: readonly number[], at: number): number {
  let low = 0;
  let high = x.length - 1;
  if (!(at > (x[0] ?? 0))) return y[0] ?? 0;
  if (at >= (x[high] ?? 0)) return y[high] ?? 0;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((x[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  const [x0 = 0, x1 = 0, y0 = 0, y1 = 0] = [x[low], x[high], y[low], y[high]];
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (at - x0)) / (x1 - x0);
}

/**
 * Probabilities [rows, classes] of outputs, as `scoreOf` has them in tensors.
 * @param outputs see CalibrationRows. @param calibration null for the network's own.
 */
export function probabilitiesOf(
  outputs: Float64Array,
  classes: number,
  calibration: Calibration | null,
): Float64Array {
  const width = widthOf({ classes });
  const rows = outputs.length / width;
  const probabilities = new Float64Array(rows * classes);
  const scale = calibration?.kind === 'temperature' ? 1 / calibration.temperature : 1;
  for (let row = 0; row < rows; row++) {
    if (classes === 2) {
      const z = outputs[row] ?? 0;
      const [first, second] =
        calibration?.kind === 'isotonic'
          ? [0, interpolate(calibration.outputs, calibration.probabilities, z)]
          : calibration?.kind === 'platt'
            ? both(calibration.slope * z + calibration.intercept)
            : both(scale * z);
      probabilities[2 * row] = calibration?.kind === 'isotonic' ? 1 - second : first;
      probabilities[2 * row + 1] = second;
      continue;
    }
    const values = outputs.subarray(row * width, (row + 1) * width);
    const most = Math.max(...values) * scale;
    let sum = 0;
    values.forEach((value, k) => {
      const exponential = Math.exp(value * scale - most);
      probabilities[row * classes + k] = exponential;
      sum += exponential;
    });
    for (let k = 0; k < classes; k++)
      probabilities[row * classes + k] = (probabilities[row * classes + k] ?? 0) / sum;
  }
  return probabilities;
}

/** Not 1 - p, which loses the digits of a small probability. */
const both = (z: number): [number, number] => [sigmoid(-z), sigmoid(z)];
