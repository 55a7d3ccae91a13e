import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { version_layers } from '@tensorflow/tfjs-layers';
import type { Evaluation } from '../../contract/schemas/runs';
import { readFrame, writeFrame } from '../data/frame';
import type { Frame, FrameColumn } from '../data/frame';
import { fitBaseline } from '../evaluate/baseline';
import { evaluate, metricsOf, scoredRows } from '../evaluate/evaluation';
import { mostProbable, predictRows } from '../evaluate/predict';
import { outputMetrics, validationScore } from '../evaluate/validation-score';
import { effortFor, permutationImportance } from '../explain';
import type { Fitted } from '../features/fitted';
import { hostInputs } from '../features/host';
import { hostTarget, learnableRows } from '../features/host-target';
import { readFitted } from '../features/read-fitted';
import { startTensors } from '../features/tensors';
import { loadModel } from '../model/load';
import type { LoadedModel } from '../model/load';
import { saveModel } from '../model/save';
import { checkpointFile, predictedColumn, preparedFiles, probabilityColumn } from '../protocol';
import type { TaskContext, TaskHandler, TaskHandlers } from '../protocol';
import { chooseRuntime, reportRuntimes } from '../runtimes';
import { breather, throttle } from '../train/breath';
import { fitNetwork } from '../train/fit';

/** Share of the task that training is; the rest is evaluation. */
const trainingShare = 0.9;
/** Evaluation of another file has no recipe to take a seed from. */
const evaluationSeed = 1;

type Pause = (fraction: number) => Promise<void>;

/** Breathes, and tells progress within [from, to] of the task. */
function stage(context: TaskContext, what: string, detail: string, from = 0, to = 1): Pause {
  const breathe = breather(context.signal, what);
  const progress = throttle((fraction) => context.report(fraction));
  return async (fraction) => {
    await breathe();
    if (progress.due()) progress.report({ fraction: from + (to - from) * fraction, detail });
  };
}

function scoresOf({ fitted, network }: LoadedModel, frame: Frame, pause: Pause): Promise<Float32Array> {
  const inputs = hostInputs(fitted, frame);
  return predictRows(fitted, network, inputs, frame.rows, (done) => pause(done / Math.max(1, frame.rows)));
}

/** Scores, pictures and importance of a frame that carries the target. */
async function evaluateFrame(
  model: LoadedModel,
  frame: Frame,
  seed: number,
  pauses: { predict: Pause; explain: Pause },
): Promise<Evaluation> {
  const { fitted, baseline } = model;
  const target = hostTarget(fitted, frame);
  const scores = await scoresOf(model, frame, pauses.predict);
  // Before the importance, which takes longer: it tells whether there is a row to compare with.
  const evaluation = evaluate(fitted, target, scores, baseline, []);
  const importance = await permutationImportance(model, hostInputs(fitted, frame), target, {
    seed,
    ...effortFor(fitted.features.length, model.network.countParams()),
    pause: pauses.explain,
  });
  return { ...evaluation, importance };
}

/** Answers as the columns of a prediction frame. @param scores [rows, scoreWidth]. */
function predictionColumns(fitted: Fitted, scores: Float32Array): FrameColumn[] {
  if (fitted.target.kind === 'number') return [{ name: predictedColumn, kind: 'number', values: scores }];
  const { classes } = fitted.target;
  const codes = Uint32Array.from(mostProbable(scores, classes.length));
  return [
    { name: predictedColumn, kind: 'text', codes, dictionary: classes },
    ...classes.map((name, index): FrameColumn => {
      const values = Float32Array.from(codes, (_, row) => scores[row * classes.length + index] ?? 0);
      return { name: probabilityColumn(name), kind: 'number', values };
    }),
  ];
}

const train: TaskHandler<'train'> = async (params, context) => {
  const { directory, recipe, resume = false, checkpointSeconds } = params;
  const chosen = chooseRuntime(recipe.training.device);
  await startTensors();
  const fitted = await readFitted(directory);
  const frameOf = (name: keyof typeof preparedFiles): Promise<Frame> =>
    readFrame(join(directory, preparedFiles[name]));
  const rows = await frameOf('train');
  const validation = await frameOf('validation');
  const { network, runtime, history, bestEpoch, rowsPerSecond, seconds, stopReason, warnings } =
    await fitNetwork(
      {
        fitted,
        recipe,
        runtime: chosen,
        train: rows,
        validation,
        score: validationScore,
        metrics: outputMetrics,
        checkpoints: {
          path: join(directory, checkpointFile),
          resume,
          ...(checkpointSeconds === undefined ? {} : { seconds: checkpointSeconds }),
        },
      },
      {
        ...context,
        report: ({ fraction, ...progress }) =>
          context.report({ ...progress, fraction: fraction === null ? null : fraction * trainingShare }),
      },
    );
  try {
    const target = hostTarget(fitted, rows);
    const learned = Float32Array.from(learnableRows(fitted, target), (row) => target[row] ?? Number.NaN);
    const model = { fitted, network, baseline: fitBaseline(fitted, learned) };
    const scoring = stage(
      context,
      'Training',
      'Scoring rows that the model has never seen',
      trainingShare,
      0.92,
    );
    const explaining = stage(context, 'Training', 'Measuring what each column adds', 0.92, 1);
    const validationScores = await scoresOf(model, validation, scoring);
    const evaluation = await evaluateFrame(model, await frameOf('test'), recipe.seed, {
      predict: scoring,
      explain: explaining,
    });
    await saveModel(directory, fitted, network, model.baseline);
    return {
      task: fitted.task,
      history,
      bestEpoch,
      stopReason,
      warnings,
      parameters: network.countParams(),
      device: runtime.device(),
      runtime: runtime.name,
      rowsPerSecond,
      trainSeconds: seconds,
      metrics: {
        validation: metricsOf(scoredRows(fitted, hostTarget(fitted, validation), validationScores)),
        test: evaluation.metrics,
      },
      evaluation,
      versions: { 'tfjs-core': tf.version_core, 'tfjs-layers': version_layers, node: process.versions.node },
    };
  } finally {
    network.dispose();
  }
};

const predict: TaskHandler<'predict'> = async ({ model: directory, frame: source, path }, context) => {
  await startTensors();
  const model = await loadModel(directory);
  try {
    const frame = await readFrame(source);
    const scores = await scoresOf(model, frame, stage(context, 'Prediction', 'Predicting'));
    await writeFrame(path, { rows: frame.rows, columns: predictionColumns(model.fitted, scores) });
    return { rows: frame.rows };
  } finally {
    model.network.dispose();
  }
};

const evaluateTask: TaskHandler<'evaluate'> = async ({ model: directory, frame: source }, context) => {
  await startTensors();
  const model = await loadModel(directory);
  try {
    const frame = await readFrame(source);
    const pauses = {
      predict: stage(context, 'Evaluation', 'Predicting', 0, 0.2),
      explain: stage(context, 'Evaluation', 'Measuring what each column adds', 0.2, 1),
    };
    return { evaluation: await evaluateFrame(model, frame, evaluationSeed, pauses) };
  } finally {
    model.network.dispose();
  }
};

const describe: TaskHandler<'describe'> = async () => reportRuntimes();

/** What the child with tfjs can do. Exporting, which traces the same pipeline, is in export.ts. */
export const handlers: TaskHandlers = { train, predict, evaluate: evaluateTask, describe };
