import type { Reliability } from '../../contract/schemas/class-decision';
import type { ClassifiedRows } from './metrics';

/** Bins of equal width, as scikit-learn's calibration_curve has them. */
export const reliabilityBins = 10;

/** Each bin is open below and closed above, but the first, which holds 0 too. */
const binOf = (probability: number): number =>
  Math.min(reliabilityBins - 1, Math.max(0, Math.ceil(probability * reliabilityBins) - 1));

/**
 * How often it happened what was predicted with some probability: of two classes that of the second, of several that of
 * the most probable class. The expected calibration error is the mean distance over rows (Naeini et al. 2015).
 */
export function reliabilityOf(names: readonly string[], rows: ClassifiedRows): Reliability {
  const { classes, actual, probabilities } = rows;
  const bins = Array.from({ length: reliabilityBins }, () => ({ predicted: 0, actual: 0, rows: 0 }));
  for (let row = 0; row < actual.length; row++) {
    let place = classes === 2 ? 1 : 0;
    if (classes > 2) {
      for (let k = 1; k < classes; k++)
        if ((probabilities[row * classes + k] ?? 0) > (probabilities[row * classes + place] ?? 0)) place = k;
    }
    const probability = probabilities[row * classes + place] ?? 0;
    const bin = bins[binOf(probability)];
    if (bin === undefined) continue;
    bin.predicted += probability;
    bin.actual += Number(actual[row] === place);
    bin.rows += 1;
  }
  const total = Math.max(1, actual.length);
  const error = bins.reduce((sum, bin) => sum + Math.abs(bin.predicted - bin.actual) / total, 0);
  return {
    class: classes === 2 ? (names[1] ?? null) : null,
    error,
    bins: bins
      .filter((bin) => bin.rows > 0)
      .map((bin) => ({ predicted: bin.predicted / bin.rows, actual: bin.actual / bin.rows, rows: bin.rows })),
  };
}
