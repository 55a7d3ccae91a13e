import type { Warning } from '../../contract/schemas/common';
import type { Evaluation } from '../../contract/schemas/runs';
import type { FrameSource } from '../data/frame-source';
import { rowsAtOnce } from '../data/rows-at-once';
import { sampleRows } from '../data/sample-rows';
import { evaluate } from '../evaluate/evaluation';
import { predictRows, scoreWidth } from '../evaluate/predict';
import type { Outputs } from '../evaluate/predict';
import { effortFor, mostRows as mostImportanceRows, permutationImportance } from '../explain';
import { featuresWidth } from '../features/apply';
import type { Fitted } from '../features/fitted';
import { hostInputs } from '../features/host';
import { hostTarget } from '../features/host-target';
import { multiplicationsOfRow } from '../model/cost';
import type { LoadedModel } from '../model/load';
import type { TaskContext } from '../protocol';
import { compileOutputs } from '../runtimes/compiled-outputs';
import { breather, throttle } from '../train/breath';

/** Rows that are read and scored at a time. */
const mostPieceRows = 16_384;
/** Predictions and probabilities that are kept at once, 32 MiB; evaluating them takes some ten times as much. */
const mostScores = 8 * 2 ** 20;
/** Permutation importance chooses some thousand of these. */
const mostExplainedRows = 100_000;
/** And so many numbers, 256 MiB: pictures have thousands a row. */
const mostExplainedValues = 64 * 2 ** 20;

export type Pause = (fraction: number) => Promise<void>;

/** Breathes, and tells progress within [from, to] of the task. */
export function stage(context: TaskContext, what: string, detail: string, from = 0, to = 1): Pause {
  const breathe = breather(context.signal, what);
  const progress = throttle((fraction) => context.report(fraction));
  return async (fraction) => {
    await breathe();
    if (progress.due()) progress.report({ fraction: from + (to - from) * fraction, detail });
  };
}

/** From so many multiplications on it pays to compile a network before it answers; tfjs is slower at convolutions. */
const worthCompiling = { usual: 4e9, convolutions: 3e8 };

/** Runs work with a network compiled for it, where so many rows make that worth while. */
export async function withCompiled<T>(
  { network }: Pick<LoadedModel, 'network'>,
  rows: number,
  work: (outputs: Outputs | null) => Promise<T>,
): Promise<T> {
  const hasPoints = network.layers.some((layer) => layer.getClassName().includes('Conv2D'));
  const least = worthCompiling[hasPoints ? 'convolutions' : 'usual'];
  const isWorth = rows * multiplicationsOfRow(network) >= least;
  const compiled = isWorth ? await compileOutputs(network) : null;
  try {
    return await work(compiled === null ? null : (features, count) => compiled.outputs(features, count));
  } finally {
    await compiled?.close();
  }
}

/** Answers for all rows, which are read piece by piece: [rows, scoreWidth]. */
export const scoresOf = (model: LoadedModel, source: FrameSource, pause: Pause): Promise<Float32Array> =>
  withCompiled(model, source.rows, (outputs) => scoresBy(model, source, pause, outputs));

async function scoresBy(
  { fitted, network }: LoadedModel,
  source: FrameSource,
  pause: Pause,
  outputs: Outputs | null,
): Promise<Float32Array> {
  const { rows } = source;
  const width = scoreWidth(fitted);
  const scores = new Float32Array(rows * width);
  const names = fitted.features.map(({ column }) => column);
  const pieceRows = 8 * rowsAtOnce(featuresWidth(fitted), mostPieceRows / 8);
  for (let start = 0; start < rows; start += pieceRows) {
    const end = Math.min(start + pieceRows, rows);
    const inputs = hostInputs(fitted, source.read(start, end, names));
    const piece = await predictRows(
      fitted,
      network,
      inputs,
      end - start,
      (done) => pause((start + done) / rows),
      outputs,
    );
    scores.set(piece, start * width);
  }
  return scores;
}

export const targetOf = (fitted: Fitted, source: FrameSource): Float32Array =>
  hostTarget(fitted, source.read(0, source.rows, [fitted.target.column]));

/** As many rows of a frame as are evaluated, with the scores of all their classes. */
export const evaluatedRows = (fitted: Fitted, source: FrameSource, seed: number): FrameSource =>
  sampleRows(source, Math.floor(mostScores / scoreWidth(fitted)), seed, 'rows to evaluate');

/** Tells that a choice of the rows stood for all. */
export function choiceWarning(part: string, all: number, used: number): Warning[] {
  if (used === all) return [];
  return [
    {
      code: 'ROWS_SAMPLED',
      message: `The ${part} scores are of ${used} of the ${all} ${part} rows, chosen by the seed.`,
      rows: used,
    },
  ];
}

/** Scores, pictures and importance of a frame that carries the target. @param known importance that need not be measured. */
export async function evaluateFrame(
  model: LoadedModel,
  source: FrameSource,
  seed: number,
  pauses: { predict: Pause; explain: Pause },
  known?: Evaluation['importance'],
): Promise<Evaluation> {
  const { fitted, baseline } = model;
  const target = targetOf(fitted, source);
  const scores = await scoresOf(model, source, pauses.predict);
  // Before the importance, which takes longer: it tells whether there is a row to compare with.
  const evaluation = evaluate(fitted, target, scores, baseline, known ?? []);
  if (known !== undefined) return evaluation;
  const mostRows = Math.min(mostExplainedRows, Math.floor(mostExplainedValues / featuresWidth(fitted)));
  const some = sampleRows(source, mostRows, seed, 'rows to explain');
  const inputs = hostInputs(fitted, some.read(0, some.rows));
  const cost = multiplicationsOfRow(model.network);
  const usual = effortFor(fitted.features.length, cost);
  const passes = Math.min(fitted.features.length, usual.columns) * usual.repeats;
  const importance = await withCompiled(model, passes * Math.min(some.rows, mostImportanceRows), (outputs) =>
    permutationImportance(model, inputs, targetOf(fitted, some), {
      seed,
      ...(outputs === null ? usual : effortFor(fitted.features.length, cost, 'compiled')),
      pause: pauses.explain,
      outputs,
    }),
  );
  return { ...evaluation, importance };
}
