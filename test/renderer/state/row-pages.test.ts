import { describe, expect, test } from 'vitest';
import { StrongroomError } from '../../../src-main/contract';
import { RowPages } from '../../../src-renderer/state/row-pages.svelte';
import { dataset } from '../support/fixtures';
import { mainSide, settled } from '../support/main-side';

const rowsSide = (): ReturnType<typeof mainSide> =>
  mainSide({
    'datasets.rows': ({ offset, limit }) => ({
      offset,
      total: dataset.rows,
      rows: Array.from({ length: Math.min(limit, dataset.rows - offset) }, (_, i) => ['Adelie', offset + i]),
    }),
  });

describe('pages of rows', () => {
  test('only the pages in view are fetched, each once', async () => {
    const { client, arrived } = rowsSide();
    const pages = new RowPages(client, dataset.id, 2, null);
    pages.want(390, 420);
    pages.want(395, 425);
    await settled();
    expect(arrived.map(({ params }) => params)).toMatchObject([{ offset: 200, limit: 200 }, { offset: 400 }]);
    expect(pages.row(399)).toEqual(['Adelie', 399]);
    expect(pages.row(400)).toEqual(['Adelie', 400]);
    expect(pages.row(0)).toBeNull();
    pages.want(390, 420);
    await settled();
    expect(arrived).toHaveLength(2);
  });

  test('rows scrolled past before their turn are not fetched', async () => {
    const { client, arrived } = rowsSide();
    const pages = new RowPages(client, dataset.id, 2, { order: { column: 'mass', descending: true } });
    for (let row = 0; row < 4000; row += 200) pages.want(row, row + 30);
    await settled();
    expect(arrived.length).toBeLessThan(6);
    expect(pages.row(3801)).not.toBeNull();
    expect(arrived[0]?.params).toMatchObject({ order: { column: 'mass', descending: true } });
  });

  test('wide tables come in short pages', () => {
    const { client } = rowsSide();
    expect(new RowPages(client, dataset.id, 2, null).pageRows).toBe(200);
    expect(new RowPages(client, dataset.id, 500, null).pageRows).toBe(40);
    expect(new RowPages(client, dataset.id, 10_000, null).pageRows).toBe(10);
  });

  test('a page that cannot be read is told, and tried again when it is wanted again', async () => {
    let broken = true;
    const { client } = mainSide({
      'datasets.rows': ({ offset }) => {
        if (broken) throw new StrongroomError('DATASET_NOT_FOUND', 'The data set is gone.');
        return { offset, total: 1, rows: [['Adelie', 1]] };
      },
    });
    const pages = new RowPages(client, dataset.id, 2, null);
    pages.want(0, 1);
    await settled();
    expect(pages.error?.code).toBe('DATASET_NOT_FOUND');
    broken = false;
    pages.want(0, 1);
    await settled();
    expect(pages.error).toBeNull();
    expect(pages.row(0)).toEqual(['Adelie', 1]);
  });
});
