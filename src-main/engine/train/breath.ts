import { setImmediate } from 'node:timers/promises';
import { StrongroomError } from '../../contract/errors';
import type { TaskContext } from '../protocol';

/** How long the process may compute before it looks for messages: a cancellation waits no longer. */
const longestMilliseconds = 50;

/**
 * Returns a function to call between pieces of work: it yields to the event loop when that is due, and throws
 * CANCELLED once the work was cancelled.
 */
export function breather(signal: AbortSignal, what: string): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last >= longestMilliseconds) {
      await setImmediate();
      last = performance.now();
    }
    if (signal.aborted) throw new StrongroomError('CANCELLED', `${what} was cancelled.`);
  };
}

/** Limits how often progress is told: `report` is called at most every 100 milliseconds, `flush` always. */
export function throttle(report: TaskContext['report'], milliseconds = 100) {
  let last = Number.NEGATIVE_INFINITY;
  return {
    due: (): boolean => performance.now() - last >= milliseconds,
    report(progress: Parameters<TaskContext['report']>[0]): void {
      last = performance.now();
      report(progress);
    },
  };
}
