import { expect, test } from 'vitest';
import type { JobProgress } from '../../src-main/contract/schemas/app';
import { jobIdSchema } from '../../src-main/contract/schemas/common';
import { StrongroomError } from '../../src-main/contract/errors';
import { EventBus } from '../../src-main/services/bus';
import { Jobs } from '../../src-main/services/jobs';
import { part } from '../../src-main/services/work/work';

const id = jobIdSchema.parse('job-1');

function watched(): { jobs: Jobs; told: JobProgress[] } {
  const bus = new EventBus();
  const told: JobProgress[] = [];
  bus.subscribe((event, payload) => {
    if (event === 'job.progress' && 'job' in payload) told.push(payload);
  });
  return { jobs: new Jobs(bus), told };
}

test('progress is told under the id of the caller, first and last word always', async () => {
  const { jobs, told } = watched();
  const result = await jobs.run(id, 'Count', async (work) => {
    for (let i = 1; i <= 1000; i++) work.report(i / 1000, `step ${String(i)}`);
    return 'counted';
  });
  expect(result).toBe('counted');
  expect(told[0]).toMatchObject({ job: id, title: 'Count', fraction: 0 });
  expect(told.at(-1)).toMatchObject({ fraction: 1, detail: 'step 1000' });
  expect(told.length).toBeLessThan(100);
});

test('cancelling aborts the signal of that job alone', async () => {
  const { jobs } = watched();
  const wait = (job: string): Promise<string> =>
    jobs.run(
      jobIdSchema.parse(job),
      job,
      ({ signal }) =>
        new Promise((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new StrongroomError('CANCELLED', 'cancelled')));
          if (job === 'b') setTimeout(() => resolve('done'), 50);
        }),
    );
  const [a, b] = [wait('a'), wait('b')];
  jobs.cancel(jobIdSchema.parse('a'));
  await expect(a).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(await b).toBe('done');
});

test('an id is free again when its job has ended, also in failure, and BUSY until then', async () => {
  const { jobs } = watched();
  const failing = jobs.run(id, 'Fail', () => Promise.reject(new Error('no')));
  await expect(jobs.run(id, 'Again', () => Promise.resolve(1))).rejects.toMatchObject({ code: 'BUSY' });
  await expect(failing).rejects.toThrow('no');
  expect(await jobs.run(id, 'Again', () => Promise.resolve(1))).toBe(1);
});

test('closing waits until a cancelled job has cleared away after itself', async () => {
  const { jobs } = watched();
  let isCleared = false;
  const job = jobs.run(id, 'Slow', async ({ signal }) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await new Promise((resolve) => setTimeout(resolve, 20));
    isCleared = true;
  });
  await jobs.close();
  expect(isCleared).toBe(true);
  await job;
});

test('cancelling what has ended does nothing', () => {
  expect(() => watched().jobs.cancel(id)).not.toThrow();
});

test('a part of the whole is told as a part of the whole', () => {
  const told: (number | null)[] = [];
  const work = {
    signal: new AbortController().signal,
    report: (fraction: number | null) => void told.push(fraction),
  };
  const { onProgress } = part(work, 0.5, 0.7, 'Reading');
  onProgress({ fraction: 0.5, detail: '' });
  onProgress({ fraction: null, detail: '' });
  onProgress({ fraction: 1, detail: '' });
  expect(told).toEqual([0.5, 0.6, null, 0.7]);
});
