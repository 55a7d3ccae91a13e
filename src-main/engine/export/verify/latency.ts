import type { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Latency } from '../../../contract/schemas/exports';

type Feeds = Record<string, Tensor>;

const warmRuns = 10;
const timedRuns = 101;
/** Milliseconds after which no further run is timed: a large network shall not hold up the export. */
const longEnough = 400;
/** Rows of the batch that is timed, where there are as many. */
export const batchRows = 1000;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function time(session: InferenceSession, feeds: Feeds): Promise<number> {
  for (let run = 0; run < warmRuns; run++) await session.run(feeds);
  const times: number[] = [];
  const started = performance.now();
  while (times.length < timedRuns && (times.length < 3 || performance.now() - started < longEnough)) {
    const before = performance.now();
    await session.run(feeds);
    times.push(performance.now() - before);
  }
  return median(times);
}

/**
 * How long the file takes for one row and for a batch, in milliseconds: medians on this machine, inputs at hand.
 * @param feedsFor rows [start, end). @param rows that there are, at least one.
 */
export async function latencyOf(
  session: InferenceSession,
  feedsFor: (start: number, end: number) => Feeds,
  rows: number,
): Promise<Latency> {
  const size = Math.min(rows, batchRows);
  const row = await time(session, feedsFor(0, 1));
  return { row, batch: await time(session, feedsFor(0, size)), batchRows: size };
}
