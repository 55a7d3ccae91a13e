import { expect, test } from 'vitest';
import type { Backend } from '../../src-main/services';
import type { Dataset } from '../../src-main/contract/schemas/data';
import { download, newJob, startBackend, temporaryFolder, trainToEnd, upload } from './support/house';

/** Prices that follow the area, with a gap here and there. */
function shopFile(shop: string, from: number, header = 'area,rooms,price'): string {
  const lines = Array.from({ length: 60 }, (_, i) => {
    const area = 30 + ((from + i * 37) % 90);
    return `${String(area)},${String(1 + (i % 4))},${String(area * 11 + (i % 5))},${shop}`;
  });
  return `${header},shop\n${lines.join('\n')}\n`;
}

async function importFile(backend: Backend, name: string, text: string): Promise<Dataset> {
  const source = await upload(backend, name, Buffer.from(text));
  return backend.handlers['datasets.import']({ job: newJob(), source });
}

test('stacked files are a data set like any other, down to the predictions of a later file', async () => {
  const workspace = await temporaryFolder();
  const backend = await startBackend(workspace);
  const { handlers } = backend;
  const north = await importFile(backend, 'north.csv', shopFile('north', 0));
  const south = await importFile(backend, 'south.csv', shopFile('south', 7, 'Area,rooms,price'));
  const how = { kind: 'stack' as const, fileColumn: true };
  const datasets = [north.id, south.id];
  const preview = await handlers['datasets.combination']({ datasets, how });
  expect(preview).toMatchObject({ rows: 120, matches: null, warnings: [] });

  const dataset = await handlers['datasets.combine']({ job: newJob(), datasets, how });
  expect(dataset).toMatchObject({
    name: 'north and south',
    rows: 120,
    source: { name: 'north.csv and south.csv', bytes: north.source.bytes + south.source.bytes },
    combined: { how, parts: [{ name: 'north' }, { name: 'south' }] },
  });
  expect(dataset.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  const again = await handlers['datasets.combine']({ job: newJob(), datasets, how });
  expect(again.fingerprint).toBe(dataset.fingerprint);
  const turned = await handlers['datasets.combine']({ job: newJob(), datasets: [south.id, north.id], how });
  expect(turned.fingerprint).not.toBe(dataset.fingerprint);
  expect((await handlers['datasets.profile']({ dataset: dataset.id })).rows).toBe(120);

  const state = await handlers['projects.current']({});
  const recipe = {
    ...state.recipe,
    target: 'price',
    data: { dataset: dataset.id, fingerprint: dataset.fingerprint, reading: dataset.reading },
    training: { ...state.recipe.training, epochs: 3 },
  };
  await handlers['recipes.update']({ recipe });
  const plan = await handlers['recipes.plan']({});
  expect(plan.problems).toEqual([]);
  expect(plan.columns.find(({ name }) => name === 'file')?.role).toBe('ignore');
  const session = await trainToEnd(backend);
  expect(session).toMatchObject({ state: 'done' });
  const later = await upload(backend, 'later.csv', Buffer.from('shop,rooms,area\nnorth,2,50\nsouth,3,80\n'));
  const predicted = await handlers['runs.predict']({ job: newJob(), run: session.id, source: later });
  expect(predicted.rows).toBe(2);
  const text = (await download(backend, predicted.download)).toString();
  expect(text.split(/\r?\n/)[0]).toBe('shop,rooms,area,predicted');
  await backend.close();

  // Known again after a restart, and nothing of the parts is needed any more.
  const later2 = await startBackend(workspace);
  const kept = await later2.handlers['projects.current']({});
  expect(kept.datasets.find(({ id }) => id === dataset.id)?.combined?.parts).toHaveLength(2);
});

test('a join tells how many rows match before and after, and refuses leave nothing behind', async () => {
  const backend = await startBackend();
  const { handlers } = backend;
  const sales = await importFile(backend, 'sales.csv', 'item,sold\na,1\nb,2\nc,3\na,4\n');
  const items = await importFile(backend, 'items.csv', 'id,colour\na,red\nb,blue\nb,green\nd,grey\n');
  const datasets = [sales.id, items.id];
  const how = { kind: 'join' as const, keys: [{ left: 'item', right: 'id' }] };
  const { matches } = await handlers['datasets.combination']({
    datasets,
    how: { ...how, type: 'left', duplicates: 'refuse' },
  });
  expect(matches).toEqual({
    leftRows: 4,
    leftMatched: 3,
    rightRows: 4,
    rightMatched: 3,
    repeatedKeys: 1,
    repeatedExample: 'b',
  });
  const refused = {
    job: newJob(),
    datasets,
    how: { ...how, type: 'left' as const, duplicates: 'refuse' as const },
  };
  await expect(handlers['datasets.combine'](refused)).rejects.toMatchObject({ code: 'COMBINE_UNSUITABLE' });
  expect((await handlers['projects.current']({})).datasets).toHaveLength(2);
  const joined = await handlers['datasets.combine']({
    job: newJob(),
    datasets,
    how: { ...how, type: 'left', duplicates: 'first' },
  });
  expect(joined.warnings.map(({ code }) => code)).toEqual(['ROWS_WITHOUT_MATCH', 'REPEATED_KEYS']);
  const page = await handlers['datasets.rows']({ dataset: joined.id, offset: 0, limit: 10 });
  expect(page.rows).toEqual([
    ['a', 1, 'red'],
    ['b', 2, 'blue'],
    ['c', 3, null],
    ['a', 4, 'red'],
  ]);
});
