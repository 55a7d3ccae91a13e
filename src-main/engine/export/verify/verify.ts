import { setImmediate } from 'node:timers/promises';
import '../../no-telemetry';
import { InferenceSession, env } from 'onnxruntime-node';
import { StrongroomError } from '../../../contract/errors';
import { parity as parities } from '../../../contract/schemas/exports';
import type { GoldenRow, Latency, Parity } from '../../../contract/schemas/exports';
import type { Verification } from '../../../contract/schemas/runs';
import type { Task } from '../../../contract/schemas/recipe';
import { readFrame } from '../../data/frame';
import type { Frame } from '../../data/frame';
import { compareBatch, holds } from './compare';
import { Differences } from './difference';
import { expectedOf } from './expected';
import type { Expected } from './expected';
import { feederFor } from './feeds';
import type { Feeder } from './feeds';
import { goldenPlaces, goldenRow } from './golden';
import { latencyOf } from './latency';
import { aboutFile, readModelFile } from './model-file';
import { answersOf, outputNames } from './outputs';
import type { ComparedOutputs } from './outputs';

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
  /** How many rows to return with their answers, of the hostile ones or of the data. */
  golden?: { from: 'hostile' | 'data'; rows: number };
  /** Whether to measure how long it takes. */
  timed?: boolean;
}

export interface Verified extends Verification {
  golden?: GoldenRow[];
}

/** Rows to compare, with what the application answers to them. */
interface Part {
  input: Frame;
  expected: Expected;
  feeder: Feeder;
  names: ComparedOutputs;
  isHostile: boolean;
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

const runtimeName = (): string => `onnxruntime-node ${env.versions.node ?? env.versions.common} (cpu)`;

/** What a file of exact weights is held to, with another tolerance. */
const exact = (tolerance: number): Parity => ({
  ...parities.none,
  difference: tolerance,
  tie: tolerance,
});

/**
 * Runs an ONNX file on the rows of frames and compares with the answers of the application, probabilities by
 * their absolute difference and numbers relative to max(1, |value|, spread of the predictions).
 * It passes when it holds what its kind of weights is held to (`parity`), and NaN is where NaN should be. Hostile rows
 * come with their columns in the opposite order, since a caller may give them in any, and some rows come alone.
 * @param held what it is held to; a number is the largest difference of a file of exact weights,
 * null what the file says of its weights.
 * @throws MODEL_DAMAGED when the file can not be run, EXPORT_DIFFERS when it takes or gives other things than the
 * model, CANCELLED.
 */
export async function verify(
  onnx: string,
  task: Task,
  data: Compared,
  hostile: Compared | null,
  held: number | Parity | null,
  { signal, report, golden, timed = false }: VerifyOptions,
): Promise<Verified> {
  const file = await readModelFile(onnx);
  const { quantize, scope } = aboutFile(file.metadata);
  const parity = typeof held === 'number' ? exact(held) : (held ?? parities[quantize]);
  const session = await openSession(file.bytes, onnx);
  try {
    const open = async ({ frame, predictions }: Compared, isHostile: boolean): Promise<Part> => {
      const [input, expected] = [await readFrame(frame), expectedOf(await readFrame(predictions), task)];
      if (input.rows !== expected.rows) {
        throw new StrongroomError('INTERNAL', 'There are not as many predictions as rows to compare.', {
          expected: String(input.rows),
          received: String(expected.rows),
        });
      }
      const names = outputNames(session, file.metadata, expected);
      return { input, expected, names, feeder: feederFor(session, input, scope), isHostile };
    };
    const parts = [await open(data, false), ...(hostile === null ? [] : [await open(hostile, true)])];
    const [all, ordinary] = [new Differences(), new Differences()];
    const total = parts.reduce((sum, { input }) => sum + input.rows, 0);
    const answer = async (part: Part, start: number, end: number) => {
      const results = await session.run(part.feeder.feeds(start, end, part.isHostile));
      return answersOf(results, part.names, part.expected, end - start);
    };
    for (const part of parts) {
      const into = part.isHostile ? [all] : [all, ordinary];
      for (let start = 0; start < part.input.rows; start += batchRows) {
        // Lets the message that cancels come in.
        await setImmediate();
        if (signal.aborted) throw new StrongroomError('CANCELLED', 'The comparison was cancelled.');
        const end = Math.min(part.input.rows, start + batchRows);
        compareBatch(await answer(part, start, end), part.expected, start, parity, into);
        report(all.rows / Math.max(1, total), `${all.rows} of ${total} rows compared`);
      }
      // A row alone has to get the answer that it got among others. Numbers in 8 bits depend on those beside them.
      const singles = parity.difference === null ? 0 : Math.min(singleRows, part.input.rows);
      for (let row = 0; row < singles; row++) {
        compareBatch(await answer(part, row, row + 1), part.expected, row, parity, into);
        for (const one of into) one.rows--;
      }
    }
    const [first] = parts;
    const chosen = parts.find(({ isHostile }) => isHostile === (golden?.from === 'hostile')) ?? first;
    const kept: GoldenRow[] = [];
    if (golden !== undefined && chosen !== undefined) {
      for (const row of goldenPlaces(chosen.feeder.columns, chosen.input.rows, golden.rows)) {
        kept.push(goldenRow(chosen.feeder.columns, row, chosen.expected, await answer(chosen, row, row + 1)));
      }
    }
    const latency: Latency | null =
      timed && first !== undefined && first.input.rows > 0
        ? await latencyOf(session, (start, end) => first.feeder.feeds(start, end), first.input.rows)
        : null;
    return {
      passed: holds(parity, all, ordinary),
      rows: ordinary.rows,
      hostileRows: all.rows - ordinary.rows,
      tolerance: parity.difference ?? parity.moved,
      largestDifference: all.largest,
      meanDifference: all.mean,
      changedDecisions: all.changedDecisions,
      runtime: runtimeName(),
      ordinary: {
        largestDifference: ordinary.largest,
        meanDifference: ordinary.mean,
        changedDecisions: ordinary.changedDecisions,
      },
      changedAllowed: parity.changed,
      ...(latency === null ? {} : { latency }),
      ...(golden === undefined ? {} : { golden: kept }),
    };
  } finally {
    await session.release();
  }
}
