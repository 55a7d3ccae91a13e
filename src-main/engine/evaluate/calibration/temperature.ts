import type { Calibration } from '../../../contract/schemas/class-decision';
import { probabilitiesOf } from './apply';
import type { CalibrationRows } from './rows';

/** Of the logarithm of the temperature: from 1/50 to 50. */
const furthest = Math.log(50);
const golden = (Math.sqrt(5) - 1) / 2;
const steps = 60;

function logLoss({ outputs, actual, classes }: CalibrationRows, temperature: number): number {
  const probabilities = probabilitiesOf(outputs, classes, { kind: 'temperature', temperature });
  return actual.reduce(
    (sum, place, row) => sum - Math.log(Math.max(1e-300, probabilities[row * classes + place] ?? 0)),
    0,
  );
}

/**
 * The temperature with the least log loss, by golden section: the loss has a single minimum in 1 / T (it is convex there).
 * Guo et al., On Calibration of Modern Neural Networks, 2017.
 */
export function fitTemperature(rows: CalibrationRows): Calibration {
  let [low, high] = [-furthest, furthest];
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)];
  let [atLeft, atRight] = [logLoss(rows, Math.exp(left)), logLoss(rows, Math.exp(right))];
  for (let step = 0; step < steps; step++) {
    if (atLeft <= atRight) {
      [high, right, atRight] = [right, left, atLeft];
      left = high - golden * (high - low);
      atLeft = logLoss(rows, Math.exp(left));
    } else {
      [low, left, atLeft] = [left, right, atRight];
      right = low + golden * (high - low);
      atRight = logLoss(rows, Math.exp(right));
    }
  }
  return { kind: 'temperature', temperature: Math.exp((low + high) / 2) };
}
