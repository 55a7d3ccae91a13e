import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { calls } from '../../src-main/contract/calls';
import {
  asOnnx,
  nextEvent,
  newJob,
  sample,
  startBackend,
  download,
  trainToEnd,
  upload,
} from './support/house';

const penguins = { kind: 'sample', sample: 'penguins' } as const;

test('the whole way: sample, table, recipe, training, scores, ONNX, verification, prediction', async () => {
  const backend = await startBackend();
  const { handlers } = backend;

  const inspection = await handlers['datasets.inspect']({ source: penguins });
  expect(inspection.columns.map(({ name }) => name)).toContain('Species');

  const told = nextEvent(backend, 'project.changed', ({ datasets }) => datasets.length === 1);
  const dataset = await handlers['datasets.import']({ job: newJob(), source: penguins });
  expect([dataset.rows, dataset.columns.length, dataset.rejectedRows]).toEqual([344, 7, 0]);
  expect(await told).toMatchObject({ recipe: { target: 'Species', data: { dataset: dataset.id } } });

  const profile = await handlers['datasets.profile']({ dataset: dataset.id });
  const beak = profile.columns.find(({ name }) => name === 'Beak Length (mm)');
  expect(beak).toMatchObject({ type: 'decimal', missing: 2, numbers: { minimum: 32.1, maximum: 59.6 } });
  const page = await handlers['datasets.rows']({ dataset: dataset.id, offset: 340, limit: 100 });
  expect([page.total, page.rows.length]).toEqual([344, 4]);

  const plan = await handlers['recipes.plan']({});
  expect(plan).toMatchObject({ task: 'multiclass', problems: [] });
  expect(plan.rows.train + plan.rows.validation + plan.rows.test).toBe(344);

  const session = await trainToEnd(backend);
  expect(session).toMatchObject({ state: 'done', target: 'Species', task: 'multiclass', error: null });
  const run = calls['runs.get'].result.parse(await handlers['runs.get']({ run: session.id }));
  expect(run.rows).toEqual({
    train: plan.rows.train,
    validation: plan.rows.validation,
    test: plan.rows.test,
  });
  expect(run.metrics.test).toMatchObject({ accuracy: expect.any(Number) as number });
  expect('accuracy' in run.metrics.test && run.metrics.test.accuracy).toBeGreaterThanOrEqual(0.97);
  expect(run.history).toEqual(session.history);

  const exported = await handlers['runs.export']({ job: newJob(), run: run.id, ...asOnnx });
  expect(exported.verification).toMatchObject({ passed: true, rows: run.rows.test, changedDecisions: 0 });
  expect(exported.verification.hostileRows).toBeGreaterThan(0);
  expect((await download(backend, exported.download)).includes('Species')).toBe(true);

  const source = await upload(backend, 'new penguins.csv', await readFile(sample('penguins.csv')));
  const predicted = await handlers['runs.predict']({ job: newJob(), run: run.id, source });
  expect([predicted.rows, predicted.rejectedRows]).toEqual([344, 0]);
  const lines = (await download(backend, predicted.download)).toString('utf8').trimEnd().split(/\r?\n/);
  expect(lines).toHaveLength(345);
  expect(lines[0]).toContain('predicted');
  expect(predicted.header.filter((name) => name.startsWith('probability'))).toHaveLength(3);

  const { runs } = await handlers['projects.current']({});
  expect(runs.map(({ id, name }) => [id, name])).toEqual([[run.id, 'Run 1']]);
});

test('runs are numbered within their project', async () => {
  const backend = await startBackend();
  const { handlers } = backend;
  const trainQuickly = async (): Promise<[string, string, string]> => {
    const dataset = await handlers['datasets.import']({ job: newJob(), source: penguins });
    const { recipe } = await handlers['projects.current']({});
    await handlers['recipes.update']({ recipe: { ...recipe, training: { ...recipe.training, epochs: 1 } } });
    const session = await trainToEnd(backend);
    expect(session.dataset).toBe(dataset.id);
    return [session.project, session.name, session.state];
  };
  const first = await handlers['projects.current']({});
  expect(await trainQuickly()).toEqual([first.id, 'Run 1', 'done']);
  const second = await handlers['projects.create']({ name: 'second' });
  expect(await trainQuickly()).toEqual([second.id, 'Run 1', 'done']);
  await handlers['projects.open']({ project: first.id });
  expect(await trainQuickly()).toEqual([first.id, 'Run 2', 'done']);
  expect((await handlers['sessions.list']({})).map(({ project }) => project)).toEqual([
    first.id,
    second.id,
    first.id,
  ]);
});

test('a regression sample beats the mean by far, and its export agrees', async () => {
  const backend = await startBackend();
  const { handlers } = backend;
  await handlers['datasets.import']({ job: newJob(), source: { kind: 'sample', sample: 'cars' } });
  const session = await trainToEnd(backend);
  expect(session.state).toBe('done');
  const { metrics, evaluation } = await handlers['runs.get']({ run: session.id });
  if (!('rmse' in metrics.test) || !('rmse' in evaluation.baseline)) throw new Error('not a regression');
  expect(metrics.test.rmse).toBeLessThan(0.6 * evaluation.baseline.rmse);
  const { verification } = await handlers['runs.export']({ job: newJob(), run: session.id, ...asOnnx });
  expect(verification.passed).toBe(true);
});

test('while a model trains the project is used on: other calls answer, a second training does not start', async () => {
  const backend = await startBackend();
  const { handlers } = backend;
  const dataset = await handlers['datasets.import']({ job: newJob(), source: penguins });
  const first = await trainToEnd(backend);
  const { recipe } = await handlers['projects.current']({});
  const long = { ...recipe, training: { ...recipe.training, epochs: 100_000, patience: 10_000 } };
  await handlers['recipes.update']({ recipe: long });

  const { id } = await handlers['sessions.start']({});
  await nextEvent(backend, 'session.epochs', ({ session }) => session === id);
  await expect(handlers['sessions.start']({})).rejects.toMatchObject({ code: 'BUSY' });
  await expect(handlers['datasets.remove']({ dataset: dataset.id })).rejects.toMatchObject({ code: 'BUSY' });
  const exported = await handlers['runs.export']({ job: newJob(), run: first.id, ...asOnnx });
  expect(exported.verification.passed).toBe(true);

  const ended = nextEvent(backend, 'session.changed', ({ state }) => state === 'done');
  await handlers['sessions.stop']({ session: id, keep: true });
  await ended;
  expect((await handlers['projects.current']({})).runs.map(({ name }) => name)).toEqual(['Run 2', 'Run 1']);
});

test('what was made is there after a restart', async () => {
  const before = await startBackend();
  const dataset = await before.handlers['datasets.import']({ job: newJob(), source: penguins });
  const { workspace } = await before.handlers['app.describe']({});
  const session = await trainToEnd(before);
  const run = await before.handlers['runs.get']({ run: session.id });
  const state = await before.handlers['projects.current']({});
  await before.close();

  const after = await startBackend(workspace);
  const { openedAt, ...again } = await after.handlers['projects.current']({});
  expect(again).toEqual((({ openedAt: _before, ...rest }) => rest)(state));
  expect(openedAt >= state.openedAt).toBe(true);
  expect(await after.handlers['runs.get']({ run: session.id })).toEqual(run);
  expect((await after.handlers['datasets.profile']({ dataset: dataset.id })).rows).toBe(344);
});

test('a long call is cancelled by its job, and leaves nothing', async () => {
  const backend = await startBackend();
  const { handlers } = backend;
  const rows = Array.from(
    { length: 200_000 },
    (_, row) => `${String(row)},${String(row % 7)},"text ${String(row)}"`,
  );
  const source = await upload(backend, 'large.csv', Buffer.from(`a,b,c\n${rows.join('\n')}\n`), 1 << 20);
  const job = newJob();
  const importing = handlers['datasets.import']({ job, source });
  await handlers['jobs.cancel']({ job });
  await expect(importing).rejects.toMatchObject({ code: 'CANCELLED' });
  expect((await handlers['projects.current']({})).datasets).toEqual([]);
  const again = await handlers['datasets.import']({ job: newJob(), source });
  expect(again.rows).toBe(200_000);
});
