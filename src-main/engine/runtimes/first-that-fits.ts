import { StrongroomError } from '../../contract/errors';
import type { Runtime, TrainingJob, TrainingSession } from './runtime';

function cannotRun(error: unknown): boolean {
  return error instanceof StrongroomError && error.code === 'KERNEL_NOT_SUPPORTED';
}

/**
 * A runtime that starts on the first of several that can run the network; the session says which one it is.
 * What the last of them throws is thrown.
 */
export function firstThatFits(...runtimes: readonly Runtime[]): Runtime {
  const [first, ...others] = runtimes;
  if (first === undefined) throw new StrongroomError('INTERNAL', 'No runtime is there to try.');
  if (others.length === 0) return first;
  return {
    ...first,
    async start(job: TrainingJob): Promise<TrainingSession> {
      try {
        return await first.start(job);
      } catch (error) {
        if (!cannotRun(error)) throw error;
        return firstThatFits(...others).start(job);
      }
    },
  };
}
