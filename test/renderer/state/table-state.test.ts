import { describe, expect, test } from 'vitest';
import { plainLook, StrongroomError, type TableLook } from '../../../src-main/contract';
import { Jobs } from '../../../src-renderer/state/jobs.svelte';
import { RowPages } from '../../../src-renderer/state/row-pages.svelte';
import { TableState } from '../../../src-renderer/state/table-state.svelte';
import { dataset } from '../support/fixtures';
import { mainSide, settled } from '../support/main-side';

const columns = new Set(['species', 'mass']);

function tableOf(kept: TableLook = plainLook, fails: () => boolean = () => false) {
  const side = mainSide({
    'datasets.look': () => kept,
    'datasets.keepLook': () => ({ done: true }),
    'datasets.view': ({ query }) => {
      if (fails()) throw new StrongroomError('DISK_FULL', 'The disk is full.');
      return { view: JSON.stringify(query), rows: query.conditions.length > 0 ? 7 : 5000 };
    },
    'datasets.find': ({ text }) => ({
      total: text === 'x' ? 0 : 2,
      cells:
        text === 'x'
          ? []
          : [
              [3, 0],
              [9, 1],
            ],
    }),
    'jobs.cancel': () => ({ done: true }),
  });
  return { ...side, table: new TableState(side.client, new Jobs(side.client), dataset.id, columns) };
}

describe('how a table is looked at', () => {
  test('a column sorts up, then down, then not; with others it keeps its place', async () => {
    const { table } = tableOf();
    await settled();
    table.sortBy('mass', false);
    expect(table.look.sort).toEqual([{ column: 'mass', descending: false }]);
    table.sortBy('species', true);
    table.sortBy('mass', true);
    expect(table.look.sort).toEqual([
      { column: 'mass', descending: true },
      { column: 'species', descending: false },
    ]);
    table.sortBy('mass', true);
    expect(table.look.sort).toEqual([{ column: 'species', descending: false }]);
    table.sortBy('species', false);
    table.sortBy('species', false);
    expect(table.look.sort).toEqual([]);
    await settled();
    expect(table.view).toBeNull();
  });

  test('a filter gives the rows of its view; what was kept for columns that are gone is dropped', async () => {
    const gone = { ...plainLook, sort: [{ column: 'gone', descending: true }], frozen: ['gone', 'mass'] };
    const { table, arrived } = tableOf(gone);
    await settled();
    expect(table.look).toMatchObject({ sort: [], frozen: ['mass'] });
    expect(arrived.map(({ call }) => call)).toEqual(['datasets.look']);
    table.narrow({ column: 'species', test: 'is', values: ['Adelie'] });
    table.narrow({ column: 'species', test: 'is', values: ['Adelie'] });
    await settled();
    expect(table.look.conditions).toHaveLength(1);
    expect(table.view?.rows).toBe(7);
  });

  test('rows that cannot be put in order leave the table as it was, and say why', async () => {
    let isFull = false;
    const { table } = tableOf(plainLook, () => isFull);
    await settled();
    table.sortBy('mass', false);
    await settled();
    isFull = true;
    table.filter([{ column: 'mass', test: 'missing', values: [] }]);
    await settled();
    expect(table.look.conditions).toEqual([]);
    expect(table.look.sort).toHaveLength(1);
    expect(table.view?.rows).toBe(5000);
    expect(table.error?.code).toBe('DISK_FULL');
  });

  test('finding goes round the cells found', async () => {
    const { table } = tableOf();
    const { find } = table;
    find.open = true;
    find.text = 'gentoo';
    await find.search(null);
    expect(find.cell).toEqual([3, 0]);
    find.step(1);
    expect(find.cell).toEqual([9, 1]);
    find.step(1);
    expect(find.cell).toEqual([3, 0]);
    find.step(-1);
    expect(find.cell).toEqual([9, 1]);
    find.text = 'x';
    await find.search(null);
    find.step(1);
    expect(find.cell).toBeNull();
    expect(find.found?.total).toBe(0);
  });
});

test('pages of a query take over to its view, with the numbers of the rows', async () => {
  const { client, arrived } = mainSide({
    'datasets.rows': ({ offset, limit }) => ({
      offset,
      total: 1000,
      rows: Array.from({ length: limit }, (_, i) => ['Adelie', offset + i]),
      numbers: Array.from({ length: limit }, (_, i) => 4999 - offset - i),
    }),
  });
  const query = { sort: [{ column: 'mass', descending: true }], match: 'all' as const, conditions: [] };
  const first = new RowPages(client, dataset.id, 2, { query });
  first.want(0, 30);
  first.want(0, 30);
  first.want(800, 830);
  await settled();
  // Rows far down a query are left for its view.
  expect(arrived).toHaveLength(1);
  expect(first.total).toBe(1000);
  expect(first.number(2)).toBe(4997);
  const view = new RowPages(client, dataset.id, 2, { view: 'v' });
  view.adopt(first);
  expect(view.row(2)).toEqual(['Adelie', 2]);
  view.want(800, 830);
  await settled();
  expect(arrived.at(-1)?.params).toMatchObject({ view: 'v', offset: 800 });
  expect(view.number(801)).toBe(4198);
});
