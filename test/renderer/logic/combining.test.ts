import { expect, test } from 'vitest';
import type { Dataset } from '../../../src-main/contract';
import { commonKeys, factsOf } from '../../../src-renderer/logic/combining';
import { datasetSchema } from '../../../src-main/contract';
import { exampleOf } from '../../support/examples';

function dataset(...columns: [string, boolean][]): Dataset {
  return {
    ...exampleOf(datasetSchema),
    columns: columns.map(([name, identifier]) => ({ name, type: 'integer', identifier, constant: false })),
  };
}

test('the key to begin with is a column of both, one that names rows first', () => {
  const left = dataset(['day', false], ['Shop', false], ['id', false]);
  expect(commonKeys(left, dataset(['x', false], ['id', true], ['shop', false]))).toEqual([
    { left: 'id', right: 'id' },
  ]);
  expect(commonKeys(left, dataset(['shop', false]))).toEqual([{ left: 'Shop', right: 'shop' }]);
  expect(commonKeys(left, dataset(['y', false]))).toEqual([]);
  expect(commonKeys(left, null)).toEqual([]);
});

test('counts of rows that match are told', () => {
  const matches = {
    leftRows: 1200,
    leftMatched: 1100,
    rightRows: 40,
    rightMatched: 38,
    repeatedKeys: 2,
    repeatedExample: 'a',
  };
  const facts = factsOf({ rows: 1200, columns: [], matches, warnings: [] });
  expect(facts.map(([, value]) => value)).toEqual(['1,200', '0', '1,100 of 1,200', '38 of 40', '2']);
});
