import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { Warning } from '../../contract/schemas/common';
import type { ClassDecision, DecisionSettings } from '../../contract/schemas/class-decision';
import { readFrame } from '../data/frame';
import { memorySource } from '../data/frame-source';
import { writeWhole } from '../data/write-whole';
import { probabilitiesOf } from '../evaluate/calibration/apply';
import { calibrate } from '../evaluate/calibration/choose';
import type { CalibrationRows } from '../evaluate/calibration/rows';
import { allCuts, thresholdBy } from '../evaluate/threshold';
import { withDecision } from '../features/decision';
import type { Fitted } from '../features/fitted';
import { startTensors } from '../features/tensors';
import { learnableRows } from '../features/host-target';
import { loadModel } from '../model/load';
import { decisionFile } from '../protocol';
import type { TaskHandler } from '../protocol';
import { readHeldOut, saidOfFile } from './held-out';
import type { HeldOut } from './held-out';
import { evaluateFrame, evaluatedRows, stage } from './scoring';

const noRows = (): StrongroomError =>
  new StrongroomError('TOO_FEW_ROWS', 'There are no rows to learn the calibration or the threshold from.', {
    expected: 'rows that the model was not trained on, which a training keeps in its project',
    received: 'a model without them',
    next: 'Give a file with such rows and the column to predict, or set the threshold by hand.',
  });

interface Known {
  rows: CalibrationRows;
  /** The model's own probabilities of the rows, [rows, classes]. */
  own: Float64Array;
}

/** Outputs of rows whose class is known; of two classes one logit. */
function knownRows(fitted: Fitted, classes: number, held: HeldOut): Known {
  const learnable = learnableRows(fitted, held.target);
  const width = held.outputs.length / Math.max(1, held.rows.length);
  const at = (row: number, k: number): number => held.outputs[row * width + k] ?? 0;
  const isPair = classes === 2;
  const ownWidth = isPair ? 1 : classes;
  const outputs = new Float64Array(learnable.length * ownWidth);
  const own = new Float64Array(learnable.length * classes);
  learnable.forEach((row, place) => {
    for (let k = 0; k < ownWidth; k++)
      outputs[place * ownWidth + k] = isPair && width === 2 ? at(row, 1) - at(row, 0) : at(row, k);
    for (let k = 0; k < classes; k++)
      own[place * classes + k] = held.probabilities?.[row * classes + k] ?? Number.NaN;
  });
  const actual = Int32Array.from(learnable, (row) => held.target[row] ?? 0);
  const kept = held.probabilities === null ? probabilitiesOf(outputs, classes, null) : own;
  return { rows: { outputs, actual, classes }, own: kept };
}

const needsRows = ({ calibration, threshold }: DecisionSettings): boolean =>
  calibration !== 'none' || (threshold.rule !== 'half' && threshold.rule !== 'hand');

/**
 * Learns calibration and threshold of a model of classes; null for numbers, which have neither.
 * @param held what it says of rows that it was not trained on. Throws TOO_FEW_ROWS, DECISION_UNSUITABLE.
 */
export function learnDecision(
  fitted: Fitted,
  held: HeldOut | null,
  settings: DecisionSettings,
  seed: number,
): ClassDecision | null {
  if (fitted.target.kind === 'number') return null;
  const classes = fitted.target.classes.length;
  if (settings.threshold.rule !== 'half' && classes !== 2) {
    throw new StrongroomError('DECISION_UNSUITABLE', 'A threshold decides between two classes only.', {
      expected: 'two classes',
      received: `${String(classes)} classes`,
      next: 'Leave the threshold out: the most probable class is chosen.',
    });
  }
  const known = held === null ? null : knownRows(fitted, classes, held);
  const isAuto = settings.calibration === 'auto' && (known === null || known.rows.actual.length === 0);
  const rule = settings.threshold.rule;
  if (known === null || known.rows.actual.length === 0) {
    if (needsRows({ ...settings, calibration: isAuto ? 'none' : settings.calibration })) throw noRows();
    const none = { positives: 0, negatives: 0, points: [] };
    return {
      settings,
      calibration: null,
      threshold: thresholdBy(settings.threshold, none),
      evidence: null,
      reason: isAuto ? 'Not calibrated: no rows were kept out to learn from.' : 'Not calibrated, as chosen.',
    };
  }
  const learned = calibrate(known.rows, known.own, settings.calibration, seed);
  const { actual, outputs } = known.rows;
  const probabilities =
    learned.calibration === null ? known.own : probabilitiesOf(outputs, classes, learned.calibration);
  // Float32 is what every run time compares.
  const second = Float32Array.from(actual, (_, row) => probabilities[2 * row + 1] ?? 0);
  const cuts = rule === 'half' ? null : allCuts((row) => actual[row] === 1, second);
  if (cuts !== null && rule !== 'hand' && (cuts.positives === 0 || cuts.negatives === 0)) throw noRows();
  return {
    settings,
    ...learned,
    threshold: cuts === null ? null : thresholdBy(settings.threshold, cuts),
  };
}

/** The same after a training, which does not fail of it: with a warning, and without what does not suit. */
export function decisionAfter(
  fitted: Fitted,
  held: HeldOut | null,
  settings: DecisionSettings,
  seed: number,
): { decision: ClassDecision | null; warnings: Warning[] } {
  try {
    return { decision: learnDecision(fitted, held, settings, seed), warnings: [] };
  } catch (error) {
    if (!(error instanceof StrongroomError)) throw error;
    const { message, expected, received, next } = error;
    const decision = learnDecision(fitted, null, { calibration: 'none', threshold: { rule: 'half' } }, seed);
    const reason = `Neither calibration nor threshold: ${message}`;
    return {
      decision: decision === null ? null : { ...decision, settings, reason },
      warnings: [
        {
          code: error.code,
          message: `${message} Expected ${expected ?? 'other rows'}, received ${received ?? 'these'}.`,
          ...(next === undefined ? {} : { next }),
        },
      ],
    };
  }
}

/** Keeps it with a model. */
export async function writeDecision(directory: string, decision: ClassDecision | null): Promise<void> {
  if (decision === null) return;
  await writeWhole(join(directory, decisionFile), `${JSON.stringify(decision, null, 2)}\n`);
}

const sameCalibration = (one: Fitted, other: Fitted): boolean => {
  const [a, b] = [one, other].map(({ target }) => (target.kind === 'classes' ? target.calibration : null));
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
};

/** See `decide` in protocol.ts. */
export const decideTask: TaskHandler<'decide'> = async (
  { model: directory, settings, frame, test, seed, importance },
  context,
) => {
  await startTensors();
  const model = await loadModel(directory);
  try {
    const pause = stage(
      context,
      'Calibration',
      'Reading what the model says of rows that it has not seen',
      0,
      0.2,
    );
    const held =
      frame === null
        ? await readHeldOut(directory)
        : await saidOfFile(model, memorySource(await readFrame(frame)), pause);
    const decision = learnDecision(model.fitted, held, settings, seed);
    if (decision === null) {
      throw new StrongroomError(
        'DECISION_UNSUITABLE',
        'A predicted number has neither calibration nor threshold.',
        {
          expected: 'a model of classes',
          received: model.fitted.task,
          next: 'Choose a model that predicts classes.',
        },
      );
    }
    const fitted = withDecision(model.fitted, decision);
    const source = test === null ? null : evaluatedRows(fitted, memorySource(await readFrame(test)), seed);
    const pauses = {
      predict: stage(context, 'Evaluation', 'Scoring the test rows', 0.2, 0.4),
      explain: stage(context, 'Evaluation', 'Measuring what each column adds', 0.4, 1),
    };
    // A threshold does not change the loss that importance is measured by.
    const known = sameCalibration(model.fitted, fitted) ? importance : undefined;
    const evaluation =
      source === null ? null : await evaluateFrame({ ...model, fitted }, source, seed, pauses, known);
    await writeDecision(directory, decision);
    return { decision, evaluation };
  } finally {
    model.network.dispose();
  }
};
