import { StrongroomError } from '../../../contract/errors';
import { calibrationMethods } from '../../../contract/schemas/class-decision';
import type {
  Calibration,
  CalibrationChoice,
  CalibrationMethod,
  CalibrationScores,
  ClassDecision,
} from '../../../contract/schemas/class-decision';
import { Random } from '../../random';
import { logLoss } from '../metrics/log-loss';
import { mostProbable } from '../predict';
import { reliabilityOf } from '../reliability';
import { probabilitiesOf } from './apply';
import { fitIsotonic } from './isotonic';
import { fitPlatt } from './platt';
import { takeRows } from './rows';
import type { CalibrationRows } from './rows';
import { fitTemperature } from './temperature';

const fits: Record<CalibrationMethod, (rows: CalibrationRows) => Calibration> = {
  temperature: fitTemperature,
  platt: fitPlatt,
  isotonic: fitIsotonic,
};

/** Fewer rows, or rows of a class, cannot tell how often probabilities come true. */
const leastRows = 50;
const leastOfClass = 5;
/** `auto` calibrates from so many rows on, and tries isotonic regression, which overfits, from so many. */
const leastForAuto = 100;
const leastForIsotonic = 1000;
/** Parts in which a calibration is tried on rows that it was not learned from. */
const parts = 5;

const title: Record<CalibrationMethod, string> = {
  temperature: 'one temperature',
  platt: 'Platt scaling',
  isotonic: 'isotonic regression',
};

/** The methods that suit so many classes. */
export const methodsFor = (classes: number): CalibrationMethod[] =>
  classes === 2 ? [...calibrationMethods] : ['temperature'];

/** Log loss of each row. */
function losses({ actual, classes }: CalibrationRows, probabilities: Float64Array): Float64Array {
  return Float64Array.from(
    actual,
    (place, row) => -Math.log(Math.max(1e-15, probabilities[row * classes + place] ?? 0)),
  );
}

const scoresOf = ({ actual, classes }: CalibrationRows, probabilities: Float64Array): CalibrationScores => {
  const rows = { classes, actual, predicted: mostProbable(probabilities, classes), probabilities };
  return { logLoss: logLoss.compute(rows), error: reliabilityOf([], rows).error };
};

/** Probabilities of rows by calibrations of the other parts of them. */
function crossFitted(rows: CalibrationRows, method: CalibrationMethod, seed: number): Float64Array {
  const count = rows.actual.length;
  const order = new Random(seed, 'parts of a calibration').shuffle(
    Int32Array.from({ length: count }, (_, i) => i),
  );
  const probabilities = new Float64Array(count * rows.classes);
  for (let part = 0; part < parts; part++) {
    const [own, others] = [true, false].map((is) =>
      order.filter((_, place) => (place % parts === part) === is),
    );
    if (own === undefined || others === undefined || own.length === 0) continue;
    const calibration = fits[method](takeRows(rows, others));
    const given = probabilitiesOf(takeRows(rows, own).outputs, rows.classes, calibration);
    own.forEach((row, place) => {
      for (let k = 0; k < rows.classes; k++)
        probabilities[row * rows.classes + k] = given[place * rows.classes + k] ?? 0;
    });
  }
  return probabilities;
}

/** By how much the losses fell on average, and the standard error of that. */
function gain(before: Float64Array, after: Float64Array): { mean: number; error: number } {
  const rows = before.length;
  const differences = before.map((value, row) => value - (after[row] ?? 0));
  const mean = differences.reduce((sum, value) => sum + value / rows, 0);
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2 / (rows - 1), 0);
  return { mean, error: Math.sqrt(variance / rows) };
}

/** Whether there are rows enough of enough classes. */
function enough({ actual, classes }: CalibrationRows, least: number): boolean {
  const counts = new Array<number>(classes).fill(0);
  for (const place of actual) counts[place] = (counts[place] ?? 0) + 1;
  return actual.length >= least && (classes > 2 || counts.every((count) => count >= leastOfClass));
}

export type Calibrated = Pick<ClassDecision, 'calibration' | 'evidence' | 'reason'>;

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/**
 * Learns how outputs become probabilities, from rows that the network was not trained on.
 * `auto` takes the method with the least log loss on rows that it was not learned from, if that is less than the network's
 * own by more than a standard error; else none.
 * @param own the network's own probabilities of the rows, which may be other than those of its mean outputs.
 * @throws TOO_FEW_ROWS, DECISION_UNSUITABLE where a method is asked for by name that cannot be learned.
 */
export function calibrate(
  rows: CalibrationRows,
  own: Float64Array,
  choice: CalibrationChoice,
  seed: number,
): Calibrated {
  const count = rows.actual.length;
  if (choice === 'none') return { calibration: null, evidence: null, reason: 'Not calibrated, as chosen.' };
  const isAuto = choice === 'auto';
  if (!isAuto && !methodsFor(rows.classes).includes(choice)) {
    throw new StrongroomError('DECISION_UNSUITABLE', `${choice} calibrates two classes only.`, {
      expected: 'auto, none or temperature',
      received: `${choice}, for ${String(rows.classes)} classes`,
      next: 'Choose another calibration.',
    });
  }
  if (!enough(rows, isAuto ? leastForAuto : leastRows)) {
    const expected = `${String(isAuto ? leastForAuto : leastRows)} rows that were not trained on, with ${String(leastOfClass)} of each of two classes`;
    if (isAuto)
      return {
        calibration: null,
        evidence: null,
        reason: `Not calibrated: that takes ${expected}, and there are ${String(count)}.`,
      };
    throw new StrongroomError('TOO_FEW_ROWS', 'There are too few rows to calibrate the probabilities.', {
      expected,
      received: `${String(count)} rows`,
      next: 'Leave out the calibration, keep more rows for validation, or give more data.',
    });
  }
  const before = losses(rows, own);
  const tried = (isAuto ? methodsFor(rows.classes) : [choice])
    .filter((method) => !isAuto || method !== 'isotonic' || count >= leastForIsotonic)
    .map((method) => {
      const probabilities = crossFitted(rows, method, seed);
      return { method, probabilities, gain: gain(before, losses(rows, probabilities)) };
    })
    .toSorted((a, b) => b.gain.mean - a.gain.mean);
  const [best] = tried;
  if (best === undefined) throw new TypeError('There is no way to calibrate.');
  const evidence = {
    rows: count,
    before: scoresOf(rows, own),
    after: { method: best.method, ...scoresOf(rows, best.probabilities) },
  };
  const told = `log loss ${evidence.before.logLoss.toFixed(4)} to ${evidence.after.logLoss.toFixed(4)}, calibration error ${percent(evidence.before.error)} to ${percent(evidence.after.error)} on ${String(count)} rows kept out`;
  if (isAuto && best.gain.mean <= best.gain.error) {
    return {
      calibration: null,
      evidence,
      reason: `Not calibrated: the probabilities are as good as ${title[best.method]} would make them (${told}).`,
    };
  }
  return {
    calibration: fits[best.method](rows),
    evidence,
    reason: `Calibrated by ${title[best.method]}: ${told}.`,
  };
}
