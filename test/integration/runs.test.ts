import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { strongroom } from './support/command';
import { asOnnx, newJob, sample, startBackend, temporaryFolder, trainToEnd } from './support/house';

test('a run trained again is the same to the bit; runs are joined, exported and kept apart by the command line', async () => {
  const root = await temporaryFolder();
  const backend = await startBackend(root);
  const { handlers } = backend;
  const source = { kind: 'sample' as const, sample: 'penguins' };
  await handlers['datasets.import']({ job: newJob(), source });
  const { recipe } = await handlers['projects.current']({});
  const short = { ...recipe, training: { ...recipe.training, epochs: 8, device: 'cpu' as const } };
  await handlers['recipes.update']({ recipe: short });
  const first = await trainToEnd(backend);
  const before = await handlers['runs.get']({ run: first.id });

  const { session } = await handlers['runs.repeat']({ run: first.id });
  await expect
    .poll(async () => (await handlers['sessions.list']({})).find(({ id }) => id === session.id)?.state, {
      timeout: 120_000,
    })
    .toBe('done');
  const again = await handlers['runs.get']({ run: session.id });
  expect(again).toMatchObject({
    metrics: before.metrics,
    fingerprint: before.fingerprint,
    repeats: first.id,
  });
  const { path } = await handlers['projects.current']({});
  const weights = (run: string): Promise<Buffer> => readFile(join(path, 'runs', run, 'weights.bin'));
  expect((await weights(session.id)).equals(await weights(first.id))).toBe(true);

  await handlers['recipes.update']({
    recipe: {
      ...short,
      model: { ...short.model, hidden: [12] },
      features: { ...short.features, numberScaling: 'standard' },
    },
  });
  const other = await trainToEnd(backend);
  for (const method of ['average', 'stacking'] as const) {
    const joined = await handlers['runs.join']({ job: newJob(), runs: [first.id, other.id], method });
    const exported = await handlers['runs.export']({ job: newJob(), run: joined.id, ...asOnnx });
    expect(exported.verification).toMatchObject({
      passed: true,
      changedDecisions: 0,
      rows: before.rows.test,
    });
  }
  await expect(
    handlers['runs.repeat']({ run: (await handlers['projects.current']({})).runs[0]?.id ?? first.id }),
  ).rejects.toMatchObject({ code: 'REPEAT_IMPOSSIBLE' });

  // Other rows test it, so that joining it would let a model be tested on what another learned.
  await handlers['recipes.update']({ recipe: { ...short, seed: 9 } });
  const apart = await trainToEnd(backend);
  await expect(
    handlers['runs.join']({ job: newJob(), runs: [first.id, apart.id], method: 'average' }),
  ).rejects.toMatchObject({ code: 'ENSEMBLE_UNSUITABLE' });

  // The project is open: it can be read, and is not changed behind the window.
  const listed = await strongroom('runs', 'list', '--workspace', root, '--json');
  expect((listed.json() as { runs: unknown[] }).runs).toHaveLength(6);
  const held = await strongroom('runs', 'delete', first.id, '--workspace', root, '--json');
  expect(held.json()).toMatchObject({ error: { code: 'BUSY' } });
  await backend.close();
  for (const [args, expected] of [
    [['name', first.id, 'Best'], { name: 'Best' }],
    [['tag', 'best', 'a', 'b'], { tags: ['a', 'b'] }],
    [['tag', 'best', 'A', '--remove'], { tags: ['b'] }],
    [['note', 'best', 'kept'], { note: 'kept' }],
    [['show', 'best'], { run: { id: first.id, note: 'kept' } }],
    [['compare', 'best', other.id], { comparable: true, same_test_rows: true }],
    [['delete', 'best'], { in_bin: true }],
    [['restore', 'best'], { in_bin: false }],
    [['repeat', 'best'], { same_scores: true }],
  ] as const) {
    const ran = await strongroom('runs', ...args, '--workspace', root, '--json');
    expect([ran.code, ran.json()]).toMatchObject([0, expected]);
  }
});

test('the folder of a run is named, and repeated on its file only', async () => {
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  const penguins = sample('penguins.csv');
  await strongroom(
    'train',
    penguins,
    '--target',
    'Species',
    '--epochs',
    '4',
    '--device',
    'cpu',
    '--out',
    model,
  );
  expect((await strongroom('runs', 'tag', model, 'x', '--workspace', folder, '--json')).json()).toMatchObject(
    {
      tags: ['x'],
    },
  );
  const repeat = (data: string) =>
    strongroom(
      'runs',
      'repeat',
      model,
      '--data',
      data,
      '--out',
      join(folder, 'again'),
      '--workspace',
      folder,
      '--json',
    );
  expect((await repeat(penguins)).json()).toMatchObject({ same_scores: true });
  expect((await repeat(sample('cars.csv'))).json()).toMatchObject({
    error: { code: expect.any(String) as string },
  });
  expect((await strongroom('runs', 'delete', model, '--workspace', folder, '--json')).code).toBe(2);
});
