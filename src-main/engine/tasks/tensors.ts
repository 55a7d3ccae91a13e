import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { version_layers } from '@tensorflow/tfjs-layers';
import type { Warning } from '../../contract/schemas/common';
import type { Evaluation } from '../../contract/schemas/runs';
import { writeFrame } from '../data/frame';
import type { FrameColumn } from '../data/frame';
import { withFrame } from '../data/frame-source';
import type { FrameSource } from '../data/frame-source';
import { sampleRows } from '../data/sample-rows';
import { fitBaseline } from '../evaluate/baseline';
import { evaluate, metricsOf, scoredRows } from '../evaluate/evaluation';
import { mostProbable, predictRows, scoreWidth } from '../evaluate/predict';
import { outputMetrics, validationScore } from '../evaluate/validation-score';
import { effortFor, permutationImportance } from '../explain';
import type { Fitted } from '../features/fitted';
import { hostInputs } from '../features/host';
import { hostTarget, learnableRows, targetsOf } from '../features/host-target';
import { readFitted } from '../features/read-fitted';
import { startTensors } from '../features/tensors';
import { loadModel } from '../model/load';
import type { LoadedModel } from '../model/load';
import { saveModel } from '../model/save';
import { checkpointFile, predictedColumn, preparedFiles, probabilityColumn } from '../protocol';
import type { TaskContext, TaskHandler, TaskHandlers, TaskParams, TaskResult } from '../protocol';
import { chooseRuntime, reportRuntimes } from '../runtimes';
import { libraryOf } from '../runtimes/runtime';
import type { Runtime } from '../runtimes/runtime';
import { breather, throttle } from '../train/breath';
import { fitNetwork } from '../train/fit';

/** Share of the task that training is; the rest is evaluation. */
const trainingShare = 0.9;
/** Evaluation of another file has no recipe to take a seed from. */
const evaluationSeed = 1;

/** Rows that are read and scored at a time. */
const pieceRows = 16_384;
/** Validation rows are scored after every epoch; more of them would tell little that these do not. */
const mostValidationRows = 200_000;
/** Predictions and probabilities that are kept at once, 32 MiB; evaluating them takes some ten times as much. */
const mostScores = 8 * 2 ** 20;
/** Permutation importance chooses some thousand of these. */
const mostExplainedRows = 100_000;

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

/** Answers for all rows, which are read piece by piece: [rows, scoreWidth]. */
async function scoresOf(
  { fitted, network }: LoadedModel,
  source: FrameSource,
  pause: Pause,
): Promise<Float32Array> {
  const { rows } = source;
  const width = scoreWidth(fitted);
  const scores = new Float32Array(rows * width);
  const names = fitted.features.map(({ column }) => column);
  for (let start = 0; start < rows; start += pieceRows) {
    const end = Math.min(start + pieceRows, rows);
    const inputs = hostInputs(fitted, source.read(start, end, names));
    const piece = await predictRows(fitted, network, inputs, end - start, (done) =>
      pause((start + done) / rows),
    );
    scores.set(piece, start * width);
  }
  return scores;
}

const targetOf = (fitted: Fitted, source: FrameSource): Float32Array =>
  hostTarget(fitted, source.read(0, source.rows, [fitted.target.column]));

/** As many rows of a frame as are evaluated, with the scores of all their classes. */
const evaluatedRows = (fitted: Fitted, source: FrameSource, seed: number): FrameSource =>
  sampleRows(source, Math.floor(mostScores / scoreWidth(fitted)), seed, 'rows to evaluate');

/** Tells that a choice of the rows stood for all. */
function choiceWarning(part: string, all: number, used: number): Warning[] {
  if (used === all) return [];
  return [
    {
      code: 'ROWS_SAMPLED',
      message: `The ${part} scores are of ${used} of the ${all} ${part} rows, chosen by the seed.`,
      rows: used,
    },
  ];
}

/** Scores, pictures and importance of a frame that carries the target. */
async function evaluateFrame(
  model: LoadedModel,
  source: FrameSource,
  seed: number,
  pauses: { predict: Pause; explain: Pause },
): Promise<Evaluation> {
  const { fitted, baseline } = model;
  const target = targetOf(fitted, source);
  const scores = await scoresOf(model, source, pauses.predict);
  // Before the importance, which takes longer: it tells whether there is a row to compare with.
  const evaluation = evaluate(fitted, target, scores, baseline, []);
  const some = sampleRows(source, mostExplainedRows, seed, 'rows to explain');
  const inputs = hostInputs(fitted, some.read(0, some.rows));
  const importance = await permutationImportance(model, inputs, targetOf(fitted, some), {
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
  const chosen = await chooseRuntime(params.recipe.training.device);
  const open = <Result>(
    name: keyof typeof preparedFiles,
    work: (frame: FrameSource) => Promise<Result>,
  ): Promise<Result> => withFrame(join(params.directory, preparedFiles[name]), work);
  return open('train', (rows) =>
    open('validation', (validation) =>
      open('test', (test) => trainOn({ train: rows, validation, test }, chosen, params, context)),
    ),
  );
};

async function trainOn(
  files: Record<keyof typeof preparedFiles, FrameSource>,
  chosen: Runtime,
  { directory, recipe, resume = false, checkpointSeconds }: TaskParams<'train'>,
  context: TaskContext,
): Promise<TaskResult<'train'>> {
  await startTensors();
  const fitted = await readFitted(directory);
  const validation = sampleRows(files.validation, mostValidationRows, recipe.seed, 'rows to validate');
  const test = evaluatedRows(fitted, files.test, recipe.seed);
  const sampled = [
    ...choiceWarning('validation', files.validation.rows, validation.rows),
    ...choiceWarning('test', files.test.rows, test.rows),
  ];
  const { network, runtime, history, bestEpoch, rowsPerSecond, seconds, stopReason, ...told } =
    await fitNetwork(
      {
        fitted,
        recipe,
        runtime: chosen,
        train: files.train,
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
    const target = targetOf(fitted, files.train);
    const learned = targetsOf(target, learnableRows(fitted, target));
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
    const evaluation = await evaluateFrame(model, test, recipe.seed, {
      predict: scoring,
      explain: explaining,
    });
    await saveModel(directory, fitted, network, model.baseline);
    return {
      task: fitted.task,
      history,
      bestEpoch,
      stopReason,
      parameters: network.countParams(),
      device: runtime.device(),
      hardware: (await runtime.report()).hardware ?? null,
      runtime: libraryOf(runtime),
      deviceTimings: [...told.deviceTimings],
      warnings: [...told.warnings, ...sampled],
      rowsPerSecond,
      trainSeconds: seconds,
      metrics: {
        validation: metricsOf(scoredRows(fitted, targetOf(fitted, validation), validationScores)),
        test: evaluation.metrics,
      },
      evaluation,
      versions: { 'tfjs-core': tf.version_core, 'tfjs-layers': version_layers, node: process.versions.node },
    };
  } finally {
    network.dispose();
  }
}

const predict: TaskHandler<'predict'> = async ({ model: directory, frame: source, path }, context) => {
  await startTensors();
  const model = await loadModel(directory);
  try {
    return await withFrame(source, async (frame) => {
      const scores = await scoresOf(model, frame, stage(context, 'Prediction', 'Predicting'));
      await writeFrame(path, { rows: frame.rows, columns: predictionColumns(model.fitted, scores) });
      return { rows: frame.rows };
    });
  } finally {
    model.network.dispose();
  }
};

const evaluateTask: TaskHandler<'evaluate'> = async ({ model: directory, frame: source }, context) => {
  await startTensors();
  const model = await loadModel(directory);
  try {
    const pauses = {
      predict: stage(context, 'Evaluation', 'Predicting', 0, 0.2),
      explain: stage(context, 'Evaluation', 'Measuring what each column adds', 0.2, 1),
    };
    return await withFrame(source, async (frame) => {
      const rows = evaluatedRows(model.fitted, frame, evaluationSeed);
      return { evaluation: await evaluateFrame(model, rows, evaluationSeed, pauses) };
    });
  } finally {
    model.network.dispose();
  }
};

const describe: TaskHandler<'describe'> = async () => reportRuntimes();

/** What the child with tfjs can do. Exporting, which traces the same pipeline, is in export.ts. */
export const handlers: TaskHandlers = { train, predict, evaluate: evaluateTask, describe };
