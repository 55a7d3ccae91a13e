import Papa from 'papaparse';
import { expect, test } from 'vitest';
import { Random } from '../../src-main/engine/random';
import { download, newJob, startBackend, trainToEnd, upload } from './support/house';

const lines = (count: number, line: (i: number, random: Random) => string): string => {
  const random = new Random(3);
  return Array.from({ length: count }, (_, i) => `${line(i, random)}\n`).join('');
};

test('a data set is read in another way from the file that was kept; undo goes back, settings come back', async () => {
  const backend = await startBackend();
  const { handlers } = backend;
  const csv = `region,day,n\n${lines(60, (i) => `${i % 3 === 0 ? 'NA' : 'EU'},0${(i % 9) + 1}/02/2024,${i % 7}`)}`;
  const source = await upload(backend, 'sales.csv', Buffer.from(csv));
  const first = await handlers['datasets.import']({ job: newJob(), source });
  expect(first).toMatchObject({ original: true });
  expect(first.warnings.map(({ code }) => code).toSorted()).toEqual(['AMBIGUOUS_DATES', 'MISSING_WORDS']);
  const { recipe } = await handlers['projects.current']({});
  await handlers['recipes.update']({
    recipe: { ...recipe, target: 'n', columns: { region: { role: 'ignore', type: 'category' } } },
  });

  const reading = {
    columns: [
      { name: 'region', missingWords: [] },
      { name: 'day', dateOrder: 'mdy' as const },
    ],
  };
  const kept = { kind: 'dataset' as const, dataset: first.id };
  const looked = await handlers['datasets.inspect']({ source: kept, reading });
  expect(looked.values?.[0]).toEqual(['NA', '2024-01-02', 0]);
  const second = await handlers['datasets.import']({ job: newJob(), source: kept, reading });
  expect(second).toMatchObject({ name: 'sales', origin: first.id, original: true, warnings: [] });
  expect(second.reading.columns).toEqual(reading.columns);
  const page = await handlers['datasets.rows']({ dataset: second.id, offset: 0, limit: 1 });
  expect(page.rows[0]).toEqual(['NA', '2024-01-02', 0]);
  const after = await handlers['projects.current']({});
  expect(after.recipe).toMatchObject({ target: 'n', data: { dataset: second.id, reading } });

  const undone = await handlers['recipes.undo']({});
  expect(undone.recipe).toMatchObject({ target: 'n', data: { dataset: first.id } });
  await handlers['recipes.redo']({});

  // Another file, then back: what was said of this one is there again.
  const other = await upload(backend, 'other.csv', Buffer.from('a,b\n1,2\n3,4\n'));
  await handlers['datasets.import']({ job: newJob(), source: other });
  expect((await handlers['projects.current']({})).recipe).toMatchObject({ target: null, columns: {} });
  const { withDataset } = await import('../../src-main/contract/planning');
  const state = await handlers['projects.current']({});
  const back = await handlers['recipes.update']({ recipe: withDataset(state.recipe, second) });
  expect(back.recipe).toMatchObject({
    target: 'n',
    columns: { region: { role: 'ignore', type: 'category' } },
    data: { dataset: second.id },
  });

  // All readings of one file go together.
  await handlers['datasets.remove']({ dataset: second.id });
  const left = await handlers['projects.current']({});
  expect(left.datasets.map(({ name }) => name)).toEqual(['other']);
});

test('predictions carry the text of the file; values that break the contract are named by line and column', async () => {
  const backend = await startBackend();
  const { handlers } = backend;
  const csv = `Größe;Tag;Ort;Ziel\n${lines(120, (i, random) => `${(random.next() * 10).toFixed(2).replace('.', ',')};${String((i % 28) + 1).padStart(2, '0')}.03.2024;${i % 2 === 0 ? 'NA' : 'EU'};${i % 2 === 0 ? 'hoch' : 'tief'}`)}`;
  const source = await upload(backend, 'lernen.csv', Buffer.from(csv));
  const reading = { columns: [{ name: 'Ort', missingWords: [] }] };
  await handlers['datasets.import']({ job: newJob(), source, reading });
  const { recipe } = await handlers['projects.current']({});
  await handlers['recipes.update']({
    recipe: { ...recipe, target: 'Ziel', training: { ...recipe.training, epochs: 5 } },
  });
  const session = await trainToEnd(backend);
  expect(session).toMatchObject({ state: 'done', error: null });

  const later =
    'Größe;Tag;Ort\n1,50;03.03.2024;NA\n007,5;1.3.2024;EU\n\n2,0;viel später;NA\n  3,25;05.03.2024;\n-4,5;06.03.2024;"=1+1"\n';
  const file = await upload(backend, 'neu.csv', Buffer.from(later));
  const predicted = await handlers['runs.predict']({ job: newJob(), run: session.id, source: file });
  expect(predicted.unreadable).toEqual([
    { line: 3, row: 2, column: 'Größe', value: '007,5', reason: 'no decimal' },
    { line: 5, row: 3, column: 'Tag', value: 'viel später', reason: 'no date' },
  ]);
  // "NA" is a region here, as in training.
  expect(predicted.warnings.filter(({ code }) => code === 'MISSING_WORDS')).toEqual([]);
  const text = (await download(backend, predicted.download)).toString('utf8').replace('\ufeff', '');
  const { data } = Papa.parse<string[]>(text, { delimiter: ';', skipEmptyLines: true });
  expect(data.slice(1).map((row) => row.slice(0, 3))).toEqual([
    ['1,50', '03.03.2024', 'NA'],
    ['007,5', '1.3.2024', 'EU'],
    ['2,0', 'viel später', 'NA'],
    ['  3,25', '05.03.2024', ''],
    ['-4,5', '06.03.2024', "'=1+1"],
  ]);

  const renamed = await upload(
    backend,
    'neu.csv',
    Buffer.from('groesse;Tag;Ort (Land)\n1,5;03.03.2024;EU\n'),
  );
  await expect(
    handlers['runs.predict']({ job: newJob(), run: session.id, source: renamed }),
  ).rejects.toMatchObject({
    code: 'CONTRACT_MISMATCH',
    message: expect.stringContaining('"Größe", "Ort"'),
    next: expect.stringContaining(
      '"groesse" may be what was called "Größe", "Ort (Land)" may be what was called "Ort"',
    ),
  });
});

test('names that mean something to JavaScript are columns like others, from import to prediction', async () => {
  const backend = await startBackend();
  const { handlers } = backend;
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf'];
  const csv = `${names.join(',')},y\n${lines(150, (_, random) => {
    const values = names.map(() => random.next().toFixed(3));
    return `${values.join(',')},${Number(values[1]) > 0.5 ? 'constructor' : '__proto__'}`;
  })}`;
  const source = await upload(backend, 'names.csv', Buffer.from(csv));
  const reading = { columns: names.slice(1).map((name) => ({ name, type: 'decimal' as const })) };
  const dataset = await handlers['datasets.import']({ job: newJob(), source, reading });
  expect(dataset.columns.map(({ name }) => name)).toEqual(['__proto__ (2)', ...names.slice(1), 'y']);
  const { recipe } = await handlers['projects.current']({});
  const columns = { ...recipe.columns, toString: { role: 'ignore' as const, type: 'decimal' as const } };
  const state = await handlers['recipes.update']({
    recipe: { ...recipe, target: 'y', columns, training: { ...recipe.training, epochs: 5 } },
  });
  expect(Object.keys(state.recipe.columns)).toEqual(['toString']);
  const session = await trainToEnd(backend);
  expect(session).toMatchObject({ state: 'done', error: null });
  const run = await handlers['runs.get']({ run: session.id });
  expect(run.inputs).toEqual(['__proto__ (2)', ...names.slice(1).filter((name) => name !== 'toString')]);
  expect(run.classes?.toSorted()).toEqual(['__proto__', 'constructor']);
  const again = await upload(backend, 'names.csv', Buffer.from(csv));
  const predicted = await handlers['runs.predict']({ job: newJob(), run: session.id, source: again });
  expect(predicted.rows).toBe(150);
  expect(Object.prototype).not.toHaveProperty('role');
});
