import { describe, expect, test } from 'vitest';
import { StrongroomError, uploadIdSchema } from '../../../src-main/contract';
import { Importing } from '../../../src-renderer/state/importing.svelte';
import { Jobs, type Job } from '../../../src-renderer/state/jobs.svelte';
import { dataset } from '../support/fixtures';
import { mainSide, settled } from '../support/main-side';

describe('jobs', () => {
  test('progress of the call takes up where the upload ended, and never goes back', async () => {
    const { client, push } = mainSide({});
    const jobs = new Jobs(client);
    const seen: (number | null)[] = [];
    await jobs.run('Import', async (job) => {
      const tell = (fraction: number | null): void =>
        push('job.progress', { job: job.id, title: 'Import', fraction, detail: 'Reading', secondsLeft: 4 });
      job.reportBefore(0.5, 0.5, 'Opening');
      seen.push(job.fraction);
      job.reportBefore(0.5, 1, 'Opening');
      seen.push(job.fraction);
      for (const fraction of [0, 0.5, 1, null]) {
        tell(fraction);
        seen.push(job.fraction);
      }
      expect(job).toMatchObject({ detail: 'Reading', secondsLeft: 4 });
    });
    expect(seen).toEqual([0.25, 0.5, 0.5, 0.75, 1, null]);
    expect(jobs.list).toEqual([]);
  });

  test('a job that fails is no longer under way', async () => {
    const jobs = new Jobs(mainSide({}).client);
    await expect(
      jobs.run('Export', () => Promise.reject(new StrongroomError('DISK_FULL', 'The disk is full.'))),
    ).rejects.toThrow('The disk is full.');
    expect(jobs.list).toEqual([]);
  });

  test('cancelling asks once and aborts what runs here', async () => {
    const { client, arrived } = mainSide({ 'jobs.cancel': () => ({ done: true }) });
    const jobs = new Jobs(client);
    await jobs.run('Import', async (job: Job) => {
      job.cancel();
      job.cancel();
      expect(job.signal.aborted).toBe(true);
      await settled();
      expect(arrived).toEqual([{ call: 'jobs.cancel', params: { job: job.id } }]);
    });
  });
});

describe('importing', () => {
  const upload = uploadIdSchema.parse('upload-1');
  const file = new File(['species,mass\nAdelie,3700\n'], 'penguins.csv');

  test('a file is uploaded whole and imported with the choices made', async () => {
    const { client, arrived } = mainSide({
      'uploads.begin': () => ({ upload }),
      'uploads.append': ({ bytes }) => ({ received: bytes.byteLength }),
      'datasets.import': () => dataset,
    });
    const importing = new Importing(client, new Jobs(client));
    expect(await importing.file(file, { reading: { delimiter: ',' } })).toEqual(dataset);
    expect(importing).toMatchObject({ job: null, error: null });
    expect(importing.fileOf(dataset.id)).toBe(file);
    expect(arrived.map(({ call }) => call)).toEqual(['uploads.begin', 'uploads.append', 'datasets.import']);
    expect(arrived.at(-1)?.params).toMatchObject({
      source: { kind: 'upload', upload },
      reading: { delimiter: ',' },
    });
  });

  test('what is wrong with a file is kept to be shown; a cancelled import is no error', async () => {
    let thrown = new StrongroomError('HEADER_ONLY', 'penguins.csv has no rows.', {
      next: 'Choose another file.',
    });
    const { client } = mainSide({
      'datasets.import': () => {
        throw thrown;
      },
    });
    const importing = new Importing(client, new Jobs(client));
    expect(await importing.sample('penguins', 'Palmer penguins')).toBeNull();
    expect(importing.error).toMatchObject({ code: 'HEADER_ONLY', next: 'Choose another file.' });
    thrown = new StrongroomError('CANCELLED', 'Cancelled.');
    await importing.sample('penguins', 'Palmer penguins');
    expect(importing.error).toBeNull();
  });

  test('a second import waits for nothing: it is refused while one is under way', async () => {
    let finish: (value: unknown) => void = () => undefined;
    const { client } = mainSide({ 'datasets.import': () => new Promise((resolve) => (finish = resolve)) });
    const importing = new Importing(client, new Jobs(client));
    const first = importing.sample('penguins', 'Palmer penguins');
    await settled();
    expect(await importing.sample('cars', 'Cars')).toBeNull();
    finish(dataset);
    expect(await first).toEqual(dataset);
  });
});
