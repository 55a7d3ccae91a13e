import { expect, test } from 'vitest';
import { datasetSchema, type Dataset } from '../../src-main/contract/schemas/data';
import { withDataset } from '../../src-main/services/work/import-dataset';
import { nextRunName } from '../../src-main/services/work/start-session';
import { emptyRecipe } from '../../src-main/workspace';

const dataset = (...names: string[]): Dataset =>
  datasetSchema.parse({
    formatVersion: 1,
    id: 'd1',
    name: 'd',
    createdAt: '2026-01-01T00:00:00Z',
    source: { name: 'd.csv', bytes: 1 },
    fingerprint: 'ab',
    reading: {
      encoding: 'utf-8',
      delimiter: ';',
      quote: '"',
      hasHeader: true,
      decimalSeparator: ',',
      dateOrder: 'dmy',
      missingWords: [],
    },
    rows: 1,
    columns: names.map((name) => ({ name, type: 'decimal', identifier: false, constant: false })),
    rejectedRows: 0,
    warnings: [],
  });

test('new data becomes the data of the recipe, with its way of reading', () => {
  const recipe = withDataset(emptyRecipe(), dataset('a', 'b'), null);
  expect(recipe.data).toMatchObject({ dataset: 'd1', fingerprint: 'ab', reading: { delimiter: ';' } });
  expect(recipe.target).toBeNull();
});

test('the target is what the sample suggests, else what was chosen before if it is still there', () => {
  const before = { ...emptyRecipe(), target: 'b', task: 'binary' as const };
  expect(withDataset(before, dataset('a', 'b'), 'a')).toMatchObject({ target: 'a', task: 'auto' });
  expect(withDataset(before, dataset('a', 'b'), null)).toMatchObject({ target: 'b', task: 'binary' });
  expect(withDataset(before, dataset('a', 'c'), null)).toMatchObject({ target: null, task: 'auto' });
  expect(withDataset(before, dataset('a', 'b'), 'z').target).toBe('b');
});

test('what was said of columns stays for those that are still there', () => {
  const columns = {
    a: { role: 'ignore' as const, type: 'decimal' as const },
    gone: { role: 'input' as const, type: 'category' as const },
  };
  expect(withDataset({ ...emptyRecipe(), columns }, dataset('a'), null).columns).toEqual({ a: columns.a });
});

test.each([
  [[], 'Run 1'],
  [['Run 1', 'Run 2'], 'Run 3'],
  [['Run 7', 'my best'], 'Run 8'],
  [['Runner 3', 'Run x'], 'Run 1'],
])('after %j comes %s', (names, expected) => {
  expect(nextRunName(names)).toBe(expected);
});
