import { setImmediate } from 'node:timers/promises';
import '../../no-telemetry';
import { InferenceSession, env } from 'onnxruntime-node';
import { StrongroomError } from '../../../contract/errors';
import type { Verification } from '../../../contract/schemas/runs';
import type { Task } from '../../../contract/schemas/recipe';
import { readFrame } from '../../data/frame';
import type { Frame } from '../../data/frame';
import { Differences, difference, isChangedDecision } from './difference';
import { expectedOf } from './expected';
import type { Expected } from './expected';
import { columnsFor, feedsOf } from './feeds';
import { readModelFile } from './model-file';
import { answersOf, outputNames } from './outputs';
import type { Answers } from './outputs';

/** Rows that are run at once: few enough that a cancellation is heard soon. */
const batchRows = 2048;

export interface Compared {
  frame: string;
  predictions: string;
}

export interface VerifyOptions {
  signal: AbortSignal;
  report(fraction: number, detail: string): void;
}

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
    const chosen = answers.labels?.[row] ?? '';
    if (
      isChangedDecision(chosen, expected.predicted(start + row), expected.classes, probabilities, tolerance)
    ) {
      differences.changedDecisions++;
    }
  }
  differences.rows += rows;
}

async function openSession(bytes: Uint8Array, path: string): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, { executionProviders: ['cpu'], logSeverityLevel: 3 });
  } catch (error) {
    throw new StrongroomError('MODEL_DAMAGED', `ONNX Runtime can not run ${path}: ${String(error)}`, {
      next: 'Export the model again.',
      cause: error,
    });
  }
}

/**
 * Runs an ONNX file on the rows of frames and compares with the answers of the application, probabilities by
 * their absolute difference and numbers relative to max(1, |value|, spread of the predictions).
 * It passes when no difference exceeds the tolerance, no decision changed, and NaN is where NaN should be.
 * @throws MODEL_DAMAGED when the file can not be run, EXPORT_DIFFERS when it takes or gives other things than the
 * model, CANCELLED.
 */
export async function verify(
  onnx: string,
  task: Task,
  data: Compared,
  hostile: Compared | null,
  tolerance: number,
  { signal, report }: VerifyOptions,
): Promise<Verification> {
  const file = await readModelFile(onnx);
  const session = await openSession(file.bytes, onnx);
  const differences = new Differences();
  let hostileRows: number;
  try {
    const read = async ({ frame, predictions }: Compared): Promise<{ input: Frame; expected: Expected }> => ({
      input: await readFrame(frame),
      expected: expectedOf(await readFrame(predictions), task),
    });
    const parts = [await read(data), ...(hostile === null ? [] : [await read(hostile)])];
    hostileRows = parts[1]?.input.rows ?? 0;
    const total = parts.reduce((sum, { input }) => sum + input.rows, 0);
    for (const { input, expected } of parts) {
      if (input.rows !== expected.rows) {
        throw new StrongroomError('INTERNAL', 'There are not as many predictions as rows to compare.', {
          expected: String(input.rows),
          received: String(expected.rows),
        });
      }
      const names = outputNames(session, file.metadata, expected);
      const columns = columnsFor(session, input);
      for (let start = 0; start < input.rows; start += batchRows) {
        // Lets the message that cancels come in.
        await setImmediate();
        if (signal.aborted) throw new StrongroomError('CANCELLED', 'The comparison was cancelled.');
        const end = Math.min(input.rows, start + batchRows);
        const results = await session.run(feedsOf(columns, start, end));
        compareBatch(
          answersOf(results, names, expected, end - start),
          expected,
          start,
          tolerance,
          differences,
        );
        report(differences.rows / Math.max(1, total), `${differences.rows} of ${total} rows compared`);
      }
    }
  } finally {
    await session.release();
  }
  return {
    passed: differences.largest <= tolerance && differences.changedDecisions === 0,
    rows: differences.rows - hostileRows,
    hostileRows,
    tolerance,
    largestDifference: differences.largest,
    meanDifference: differences.mean,
    changedDecisions: differences.changedDecisions,
    runtime: `onnxruntime-node ${env.versions.node ?? env.versions.common} (cpu)`,
  };
}
