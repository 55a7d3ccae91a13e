import { setImmediate } from 'node:timers/promises';
import type { Latency } from '../../../contract/schemas/exports';
import type { Answerer } from './runtimes';

const oneRowRuns = 60;
const batchRuns = 7;
const mostBatchRows = 1024;
/** The first runs of a session plan their memory and are slower. */
const warmUpRuns = 3;

async function medianMilliseconds(runs: number, run: (index: number) => Promise<unknown>): Promise<number> {
  for (let index = 0; index < warmUpRuns; index++) await run(index);
  const times: number[] = [];
  for (let index = 0; index < runs; index++) {
    await setImmediate();
    const start = performance.now();
    await run(index);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? 0;
}

/** Times one row and a batch of rows, both with making the inputs and reading the answers. @param rows of the frame, at least one. */
export async function measureLatency(answer: Answerer, rows: number): Promise<Latency> {
  const batchRows = Math.min(rows, mostBatchRows);
  return {
    row: await medianMilliseconds(oneRowRuns, (index) => answer(index % rows, (index % rows) + 1)),
    batch: await medianMilliseconds(batchRuns, () => answer(0, batchRows)),
    batchRows,
  };
}
