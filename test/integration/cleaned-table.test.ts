import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { cleaningStepSchema } from '../../src-main/contract/cleaning';
import { jobIdSchema } from '../../src-main/contract/schemas/common';
import { cleaningHandlers } from '../../src-main/services/cleaning';
import { datasetHandlers } from '../../src-main/services/datasets';
import type { House } from '../../src-main/services/house';
import { lookHandlers } from '../../src-main/services/looking';
import { importDataset } from '../../src-main/services/work/import-dataset';
import { startHouse } from './support/house';

const work = { signal: new AbortController().signal, report: () => undefined };
const job = jobIdSchema.parse('cleaned-table');
const plain = { sort: [], match: 'all' as const, conditions: [] };
const rows = 1000;
/** Every third word has a blank behind it, every tenth size is missing. */
const word = (row: number): string => `w${String(row % 7)}${row % 3 === 0 ? ' ' : ''}`;
const size = (row: number): number | null => (row % 10 === 0 ? null : row);

let house: House;
let dataset: Awaited<ReturnType<typeof importDataset>>;

beforeEach(async () => {
  house = await startHouse();
  const path = join(await house.workspace.scratch.folder('cleaned'), 'words.csv');
  const lines = Array.from({ length: rows }, (_, row) => `${word(row)},${String(size(row) ?? '')}`);
  await writeFile(path, `word,size\n${lines.join('\n')}\n`);
  const project = await house.current.get();
  dataset = await importDataset(house, project, { path, name: 'words.csv' }, { target: null }, work);
  const steps = [
    { kind: 'drop-missing-rows', id: 'rows', columns: ['size'] },
    { kind: 'trim-text', id: 'trim', columns: ['word'] },
    {
      kind: 'aggregate',
      id: 'sums',
      keys: ['word'],
      measures: [{ measure: 'count', column: null, name: 'n' }],
    },
  ].map((step) => cleaningStepSchema.parse(step));
  await project.changeRecipe((recipe) => ({ ...recipe, cleaning: steps }));
});

test('the table after a step is paged, numbered as in the file, and told what the step changed', async () => {
  const cleaning = cleaningHandlers(house);
  const { 'datasets.rows': page } = datasetHandlers(house);
  const made = await cleaning['cleaning.table']({ job, through: 'trim', compare: true });
  expect(made).toMatchObject({ tracesRows: true, profile: { rows: 900 } });
  const { table, before } = made;
  if (table === null || before?.table === undefined || before.table === null) throw new Error('no tables');
  const shown = { dataset: dataset.id, cleaned: table, before: before.table };
  const first = await page({ ...shown, offset: 500, limit: 50 });
  const kept = Array.from({ length: rows }, (_, row) => row).filter((row) => size(row) !== null);
  expect(first.numbers).toEqual(kept.slice(500, 550));
  for (const [index, number] of kept.slice(500, 550).entries()) {
    expect(first.rows[index]).toEqual([word(number).trim(), size(number)]);
    expect(first.was?.[index]).toEqual(number % 3 === 0 ? { 0: word(number) } : {});
  }

  const looks = lookHandlers(house);
  const query = { ...plain, sort: [{ column: 'size', descending: true }] };
  const view = await looks['datasets.view']({
    job,
    dataset: dataset.id,
    query,
    cleaned: table,
    changedFrom: before.table,
  });
  const changed = kept.filter((row) => row % 3 === 0).toReversed();
  expect(view.rows).toBe(changed.length);
  const sorted = await page({ ...shown, view: view.view, offset: 10, limit: 5 });
  expect(sorted.numbers).toEqual(changed.slice(10, 15));
  expect(sorted.was).toEqual(changed.slice(10, 15).map((row) => ({ 0: word(row) })));
  // Its first rows are those that are shown until it is made.
  const early = await page({ ...shown, query, changedOnly: true, offset: 10, limit: 5 });
  expect([early.rows, early.numbers, early.was]).toEqual([sorted.rows, sorted.numbers, sorted.was]);

  const found = await looks['datasets.find']({ job, dataset: dataset.id, cleaned: table, text: '999' });
  expect(found).toEqual({ total: 1, cells: [[899, 1]] });
});

test('after another table its own rows are numbered, and after no step it is the data set', async () => {
  const cleaning = cleaningHandlers(house);
  const all = await cleaning['cleaning.table']({ job, through: 'sums', compare: true });
  expect(all).toMatchObject({ tracesRows: false, before: null, profile: { rows: 7 } });
  const none = await cleaning['cleaning.table']({ job, steps: [], compare: true });
  expect(none).toMatchObject({ table: null, tracesRows: true, before: null, profile: { rows } });
  const switchedOff = cleaningStepSchema.parse({
    kind: 'trim-text',
    id: 'off',
    columns: ['word'],
    enabled: false,
  });
  const one = await cleaning['cleaning.table']({ job, steps: [switchedOff], through: 'off', compare: true });
  expect(one.before).toEqual({ table: null, columns: ['word', 'size'] });
  const { 'datasets.rows': page } = datasetHandlers(house);
  const shown = { dataset: dataset.id, cleaned: one.table ?? '', before: null };
  expect((await page({ ...shown, offset: 0, limit: 2 })).was).toEqual([{ 0: 'w0 ' }, {}]);
});

test('what is saved is the table after cleaning; one that was cleared away is told', async () => {
  const { table } = await cleaningHandlers(house)['cleaning.table']({ job, through: 'trim' });
  const datasets = datasetHandlers(house);
  const { rows: written, download } = await datasets['datasets.export']({
    job,
    dataset: dataset.id,
    format: 'csv',
    cleaned: table ?? '',
  });
  expect([written, download.name]).toEqual([900, 'words cleaned.csv']);
  const gone = { dataset: dataset.id, cleaned: '0'.repeat(32), offset: 0, limit: 1 };
  await expect(datasets['datasets.rows'](gone)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
