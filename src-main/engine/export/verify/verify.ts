import { setImmediate } from 'node:timers/promises';
import { StrongroomError } from '../../../contract/errors';
import type { Allowance, Latency, ModelFormat } from '../../../contract/schemas/exports';
import type { Metrics, Verification } from '../../../contract/schemas/runs';
import type { Task } from '../../../contract/schemas/recipe';
import { readFrame } from '../../data/frame';
import type { Frame } from '../../data/frame';
import { metricsOf, scoredRows } from '../../evaluate/evaluation';
import type { Fitted } from '../../features/fitted';
import { hostTarget } from '../../features/host-target';
import { quantizationChoices } from '../formats/format';
import { Differences, difference, isChangedDecision } from './difference';
import { expectedOf } from './expected';
import type { Expected } from './expected';
import { measureLatency } from './measure';
import { openExport } from './runtimes';
import type { Answerer, Answers } from './runtimes';

/** Rows that are run at once: few enough that a cancellation is heard soon. */
const batchRows = 2048;

export interface Compared {
  frame: string;
  predictions: string;
}

export interface VerifyOptions {
  signal: AbortSignal;
  report(fraction: number, detail: string): void;
  /** Given when the run time is to be timed, and its answers scored where the data carry the target. */
  measured?: Fitted;
}

const mostProbable = (answers: Answers, row: number, classes: readonly string[]): string => {
  const of = answers.scores.subarray(row * answers.width, (row + 1) * answers.width);
  return classes[of.indexOf(Math.max(...of))] ?? '';
};

function compareBatch(
  answers: Answers,
  expected: Expected,
  start: number,
  tolerance: number,
  differences: Differences,
): void {
  const rows = answers.scores.length / answers.width;
  for (let row = 0; row < rows; row++) {
    if (expected.kind === 'number') {
      const wanted = expected.predicted[start + row] ?? Number.NaN;
      differences.add(difference(answers.scores[row] ?? Number.NaN, wanted, expected.spread));
      continue;
    }
    const probabilities = expected.probabilities.map((column) => column[start + row] ?? Number.NaN);
    probabilities.forEach((wanted, index) => {
      differences.add(difference(answers.scores[row * answers.width + index] ?? Number.NaN, wanted, null));
    });
    const { classes } = expected;
    const chosen = answers.labels?.[row] ?? mostProbable(answers, row, classes);
    if (isChangedDecision(chosen, expected.predicted(start + row), classes, probabilities, tolerance)) {
      differences.changedDecisions++;
    }
  }
  differences.rows += rows;
}

/** The scores of answers, where the frame carries the target with at least one value. */
function scoresOf(fitted: Fitted, frame: Frame, answers: readonly Answers[]): Metrics | null {
  if (!frame.columns.some(({ name }) => name === fitted.target.column)) return null;
  const target = hostTarget(fitted, frame);
  if (!target.some(Number.isFinite)) return null;
  const scores = answers.flatMap(({ scores }) => [...scores]);
  return metricsOf(scoredRows(fitted, target, scores));
}

/**
 * Runs an exported file on the rows of frames and compares with the answers of the application, probabilities by
 * their absolute difference and numbers relative to max(1, |value|, spread of the predictions).
 * It passes when no difference exceeds what is allowed, no more decisions changed than may, and NaN is where NaN
 * should be.
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
  { signal, report, measured }: VerifyOptions,
): Promise<Verification> {
  const opened = await openExport(format, path);
  const allowance = allowed ?? quantizationChoices[opened.quantize ?? 'none'].allowance;
  const differences = new Differences();
  const tolerance = allowance.difference ?? Number.POSITIVE_INFINITY;
  // A decision between two that are nearly as likely may fall either way, but only as near as is promised.
  const nearness = allowance.difference ?? 0;
  let hostileRows: number;
  let changedInData = 0;
  let latency: Latency | null = null;
  let metrics: Metrics | null = null;
  try {
    const read = async ({ frame, predictions }: Compared): Promise<{ input: Frame; expected: Expected }> => ({
      input: await readFrame(frame),
      expected: expectedOf(await readFrame(predictions), task),
    });
    const parts = [await read(data), ...(hostile === null ? [] : [await read(hostile)])];
    hostileRows = parts[1]?.input.rows ?? 0;
    const total = parts.reduce((sum, { input }) => sum + input.rows, 0);
    for (const [place, { input, expected }] of parts.entries()) {
      if (input.rows !== expected.rows) {
        throw new StrongroomError('INTERNAL', 'There are not as many predictions as rows to compare.', {
          expected: String(input.rows),
          received: String(expected.rows),
        });
      }
      const answer: Answerer = opened.answerer(input, expected);
      const kept: Answers[] = [];
      for (let start = 0; start < input.rows; start += batchRows) {
        // Lets the message that cancels come in.
        await setImmediate();
        if (signal.aborted) throw new StrongroomError('CANCELLED', 'The comparison was cancelled.');
        const answers = await answer(start, Math.min(input.rows, start + batchRows));
        compareBatch(answers, expected, start, nearness, differences);
        if (measured !== undefined && place === 0) kept.push(answers);
        report(differences.rows / Math.max(1, total), `${differences.rows} of ${total} rows compared`);
      }
      if (place === 0) changedInData = differences.changedDecisions;
      if (measured !== undefined && place === 0 && input.rows > 0) {
        metrics = scoresOf(measured, input, kept);
        latency = await measureLatency(answer, input.rows);
      }
    }
  } finally {
    await opened.close();
  }
  const rows = differences.rows - hostileRows;
  // Where decisions may change it is ordinary rows that they are counted on.
  const changed = allowance.changedDecisions === 0 ? differences.changedDecisions : changedInData;
  return {
    passed: differences.largest <= tolerance && changed <= allowance.changedDecisions * Math.max(1, rows),
    rows,
    hostileRows,
    tolerance: allowance.difference,
    largestDifference: differences.largest,
    meanDifference: differences.mean,
    changedDecisions: differences.changedDecisions,
    runtime: opened.runtime,
    ...(latency === null ? {} : { latency }),
    ...(metrics === null ? {} : { metrics }),
  };
}
