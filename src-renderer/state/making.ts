import { normalizeError, type ErrorPayload } from '../../src-main/contract';
import type { Job, Jobs } from './jobs.svelte';

/** A thing that is made on request: under way, failed or there. */
export interface Making<T> {
  job: Job | null;
  error: ErrorPayload | null;
  result: T | null;
}

export const nothing = { job: null, error: null, result: null };

/** Makes a thing as a job, and tells how it stands. What was cancelled was not made, and is no error. */
export async function make<T>(
  jobs: Jobs,
  title: string,
  call: (job: Job) => Promise<T>,
  tell: (making: Making<T>) => unknown,
): Promise<void> {
  try {
    const result = await jobs.run(title, (job) => {
      tell({ ...nothing, job });
      return call(job);
    });
    tell({ ...nothing, result });
  } catch (thrown) {
    const error = normalizeError(thrown).toPayload();
    tell({ ...nothing, error: error.code === 'CANCELLED' ? null : error });
  }
}
