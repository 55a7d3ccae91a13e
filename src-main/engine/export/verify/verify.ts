import { setImmediate } from 'node:timers/promises';
import { StrongroomError } from '../../../contract/errors';
import type { Allowance, GoldenRow, Latency, ModelFormat } from '../../../contract/schemas/exports';
import type { Metrics, Verification } from '../../../contract/schemas/runs';
import type { Task } from '../../../contract/schemas/recipe';
import { readFrame } from '../../data/frame';
import type { Frame, FrameColumn } from '../../data/frame';
import { metricsOf, scoredRows } from '../../evaluate/evaluation';
import type { Fitted } from '../../features/fitted';
import { rowColumn } from '../../features/folds';
import { hostTarget } from '../../features/host-target';
import { quantizationChoices } from '../formats/format';
import { compareBatch, holds } from './compare';
import { Differences } from './difference';
import { expectedOf } from './expected';
import { goldenPlaces, goldenRow } from './golden';
import type { Expected } from './expected';
import { measureLatency } from './measure';
import { openExport } from './runtimes';
import type { Answerer, Answers } from './runtimes';

/** Rows that are run at once: few enough that a cancellation is heard soon. */
const batchRows = 2048;
/** Rows whose answers are also asked for one by one. */
const singleRows = 16;

export interface Compared {
  frame: string;
  predictions: string;
}

export interface VerifyOptions {
  signal: AbortSignal;
  report(fraction: number, detail: string): void;
  /** Given when the run time is to be timed, and its answers scored where the data carry the target. */
  measured?: Fitted;
  /** How many rows to return with their answers, of the hostile ones or of the data; with `measured`. */
  golden?: { from: 'hostile' | 'data'; rows: number };
  /** From which probability on the second of two classes is chosen; the most probable class without. */
  threshold?: number | null;
}

export interface Verified extends Verification {
  golden?: GoldenRow[];
}

/** The scores of answers, where the frame carries the target with at least one value. */
function scoresOf(fitted: Fitted, frame: Frame, answers: readonly Answers[]): Metrics | null {
  if (!frame.columns.some(({ name }) => name === fitted.target.column)) return null;
  const target = hostTarget(fitted, frame);
  if (!target.some(Number.isFinite)) return null;
  const scores = answers.flatMap(({ scores }) => [...scores]);
  return metricsOf(scoredRows(fitted, target, scores));
}

/** The columns that an exported file takes: those of a frame without the target and the number of the row. */
const inputsOf = ({ target }: Fitted, { columns }: Frame): FrameColumn[] =>
  columns.filter(({ name }) => name !== target.column && name !== rowColumn);

/** Some rows with the answers of the application and those of the file, to each alone. */
async function goldenRows(
  columns: readonly FrameColumn[],
  expected: Expected,
  answer: Answerer,
  most: number,
): Promise<GoldenRow[]> {
  const rows: GoldenRow[] = [];
  for (const row of goldenPlaces(columns, expected.rows, most)) {
    rows.push(goldenRow(columns, row, expected, await answer(row, row + 1)));
  }
  return rows;
}

/**
 * Runs an exported file on the rows of frames and compares with the answers of the application, probabilities by
 * their absolute difference and numbers relative to max(1, |value|, spread of the predictions).
 * It passes when no difference exceeds what is allowed, no more decisions changed than may, and NaN is where NaN
 * should be; files with smaller weights are held to it on rows that are not hostile. Some rows are asked for alone, and
 * have to get the answers that they got among others.
 * @param allowed null for what the file's way of keeping weights allows.
 * @throws MODEL_DAMAGED when the file can not be run, EXPORT_DIFFERS when it takes or gives other things than the
 * model, CANCELLED.
 */
export async function verify(
  { path, format }: { path: string; format: ModelFormat },
  task: Task,
  data: Compared,
  hostile: Compared | null,
  allowed: Allowance | null,
  { signal, report, measured, golden, threshold = null }: VerifyOptions,
): Promise<Verified> {
  const opened = await openExport(format, path);
  const allowance = allowed ?? quantizationChoices[opened.quantize ?? 'none'].allowance;
  const [all, ordinary] = [new Differences(), new Differences()];
  let latency: Latency | null = null;
  let metrics: Metrics | null = null;
  let kept: GoldenRow[] | null = null;
  try {
    const read = async ({ frame, predictions }: Compared): Promise<{ input: Frame; expected: Expected }> => ({
      input: await readFrame(frame),
      expected: expectedOf(await readFrame(predictions), task, threshold),
    });
    const parts = [await read(data), ...(hostile === null ? [] : [await read(hostile)])];
    const total = parts.reduce((sum, { input }) => sum + input.rows, 0);
    for (const [place, { input, expected }] of parts.entries()) {
      if (input.rows !== expected.rows) {
        throw new StrongroomError('INTERNAL', 'There are not as many predictions as rows to compare.', {
          expected: String(input.rows),
          received: String(expected.rows),
        });
      }
      const answer: Answerer = opened.answerer(input, expected);
      const found = place === 0 ? [all, ordinary] : [all];
      const scored: Answers[] = [];
      for (let start = 0; start < input.rows; start += batchRows) {
        // Lets the message that cancels come in.
        await setImmediate();
        if (signal.aborted) throw new StrongroomError('CANCELLED', 'The comparison was cancelled.');
        const answers = await answer(start, Math.min(input.rows, start + batchRows));
        compareBatch(answers, expected, start, allowance, found);
        if (measured !== undefined && place === 0) scored.push(answers);
        report(all.rows / Math.max(1, total), `${all.rows} of ${total} rows compared`);
      }
      // Numbers in eight bits depend on the rows beside them; all others do not.
      const alone = allowance.difference === null ? 0 : Math.min(singleRows, input.rows);
      for (let row = 0; row < alone; row++) {
        compareBatch(await answer(row, row + 1), expected, row, allowance, found);
        for (const one of found) one.rows--;
      }
      if (measured === undefined) continue;
      if (place === 0 && input.rows > 0) {
        metrics = scoresOf(measured, input, scored);
        latency = await measureLatency(answer, input.rows);
      }
      if (golden !== undefined && (golden.from === 'data') === (place === 0)) {
        kept = await goldenRows(inputsOf(measured, input), expected, answer, golden.rows);
      }
    }
  } finally {
    await opened.close();
  }
  return {
    passed: holds(allowance, all, ordinary),
    rows: ordinary.rows,
    hostileRows: all.rows - ordinary.rows,
    tolerance: allowance.difference,
    largestDifference: all.largest,
    meanDifference: all.mean,
    changedDecisions: all.changedDecisions,
    runtime: opened.runtime,
    ordinary: {
      largestDifference: ordinary.largest,
      meanDifference: ordinary.mean,
      changedDecisions: ordinary.changedDecisions,
    },
    changedAllowed: allowance.changedDecisions,
    ...(latency === null ? {} : { latency }),
    ...(metrics === null ? {} : { metrics }),
    ...(kept === null ? {} : { golden: kept }),
  };
}
