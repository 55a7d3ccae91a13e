import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../../src-main/engine/data/database';
import { coded } from '../../../../src-main/engine/data/profile/bins';
import { driftBetween } from '../../../../src-main/engine/data/profile/drift';
import { chiSquaredTail, kolmogorovTail } from '../../../../src-main/engine/data/profile/probability';
import { readSample, relationOf, sampleCondition } from '../../../../src-main/engine/data/profile/sample';
import { importPath } from '../importers/support';
import { analyseImported } from './support';

const fixtures = resolve(import.meta.dirname, '../../../fixtures/data');

interface Reference {
  pairs: ({ a: string; b: string; nats: number } & Record<string, number | string>)[];
  outliers: Record<string, { below: number; above: number }>;
  quantiles: Record<string, number[]>;
  patterns: Record<string, number>;
  duplicates: { rows: number; groups: number };
  balance: Record<string, number>;
  drift: Record<
    string,
    { stabilityIndex: number; test: { statistic: number; pValue: number; degreesOfFreedom?: number } }
  >;
  chiSquaredTail: { x: number; df: number; p: number }[];
  kolmogorov: { x: number; p: number }[];
}

const reference = JSON.parse(await readFile(join(fixtures, 'analysis.json'), 'utf8')) as Reference;
const imported = await importPath(join(fixtures, 'analysis.csv'));
const analysis = await analyseImported(imported, 'grows');

test('associations are those of SciPy and scikit-learn', () => {
  expect(analysis.sampledRows).toBe(analysis.rows);
  expect(reference.pairs.length).toBe(21);
  for (const { a, b, ...expected } of reference.pairs) {
    for (const { measure, columns, values } of analysis.associations) {
      const ours = values[columns.indexOf(a)]?.[columns.indexOf(b)];
      const theirs = expected[measure];
      if (theirs === undefined) expect(ours, `${measure} of ${a} and ${b}`).toBeNull();
      else expect(ours, `${measure} of ${a} and ${b}`).toBeCloseTo(Number(theirs), 9);
    }
  }
});

test('what each column tells of the target is the mutual information of scikit-learn', () => {
  const part = analysis.target;
  expect(part?.task).toBe('classification');
  expect(part?.columns).toHaveLength(6);
  for (const { column, nats, share, predicts } of part?.columns ?? []) {
    const pair = reference.pairs.find(({ a, b }) => [a, b].includes('grows') && [a, b].includes(column));
    expect(nats, column).toBeCloseTo(pair?.nats ?? Number.NaN, 9);
    expect(share).toBeGreaterThanOrEqual(0);
    expect(predicts).toBeLessThanOrEqual(1);
  }
  expect(Object.fromEntries(part?.balance?.classes.map(({ value, rows }) => [value, rows]) ?? [])).toEqual(
    reference.balance,
  );
});

test('outliers, quantiles, patterns and duplicates are those of pandas', () => {
  for (const [name, { below, above }] of Object.entries(reference.outliers)) {
    expect(analysis.outliers.find(({ column }) => column === name)).toMatchObject({ below, above });
  }
  for (const [name, values] of Object.entries(reference.quantiles)) {
    const ours = analysis.quantiles.find(({ column }) => column === name)?.values ?? [];
    expect(ours).toHaveLength(values.length);
    ours.forEach((value, i) => expect(value).toBeCloseTo(values[i] ?? Number.NaN, 9));
  }
  const { columns, patterns, completeRows, otherRows } = analysis.missing;
  const named = patterns.map(({ missing, rows }) => [
    missing
      .map((index) => columns[index]?.name ?? '')
      .sort()
      .join(','),
    rows,
  ]);
  expect(Object.fromEntries(named)).toEqual(reference.patterns);
  expect(completeRows).toBe(reference.patterns['']);
  expect(otherRows).toBe(0);
  expect(analysis.duplicates).toMatchObject(reference.duplicates);
  const [most] = analysis.duplicates.examples;
  expect(most).toEqual({ times: 3, rows: [3, 403, 407] });
});

test('drift is that of SciPy, and new categories are named', async () => {
  const later = await importPath(join(fixtures, 'analysis-later.csv'));
  const tables = [imported, later].map(({ directory, profile }) => ({
    parquet: join(directory, 'data.parquet'),
    profile,
  }));
  const database = await openDatabase({ files: tables.map(({ parquet }) => parquet), directories: [] });
  const [before, after] = tables.map(({ parquet, profile }) => ({ relation: relationOf(parquet), profile }));
  if (before === undefined || after === undefined) throw new Error('two tables were imported');
  const drift = await driftBetween(database, before, after);
  const same = await driftBetween(database, before, before);
  database.close();
  expect(drift.columns).toHaveLength(7);
  for (const { column, stabilityIndex, test: tested, parts } of drift.columns) {
    const expected = reference.drift[column];
    expect(stabilityIndex, column).toBeCloseTo(expected?.stabilityIndex ?? Number.NaN, 9);
    expect(tested?.statistic, column).toBeCloseTo(expected?.test.statistic ?? Number.NaN, 9);
    expect(tested?.pValue, column).toBeCloseTo(expected?.test.pValue ?? Number.NaN, 9);
    expect(parts.reduce((sum, part) => sum + part.after, 0)).toBeCloseTo(1, 9);
  }
  const kind = drift.columns.find(({ column }) => column === 'kind');
  expect(kind).toMatchObject({ verdict: 'different', newCategories: [{ value: 'yew', rows: 50 }] });
  expect(
    same.columns.every(({ stabilityIndex, verdict }) => stabilityIndex === 0 && verdict === 'steady'),
  ).toBe(true);
});

test('tails of distributions are those of SciPy', () => {
  for (const { x, df, p } of reference.chiSquaredTail) expect(chiSquaredTail(x, df)).toBeCloseTo(p, 12);
  for (const { x, p } of reference.kolmogorov) expect(kolmogorovTail(x)).toBeCloseTo(p, 12);
});

test('a sample is of rows from the whole table, the same ones every time', async () => {
  const parquet = join(imported.directory, 'data.parquet');
  const database = await openDatabase({ files: [parquet], directories: [] });
  const [x] = imported.profile.columns;
  if (x === undefined) throw new Error('the table has columns');
  const once = await readSample(database, relationOf(parquet), 408, [x], 100);
  const again = await readSample(database, relationOf(parquet), 408, [x], 100);
  database.close();
  expect(once.rows).toBeGreaterThan(60);
  expect(once.rows).toBeLessThan(150);
  expect(once.columns[0]?.values).toEqual(again.columns[0]?.values);
  expect(sampleCondition(100, 100)).toBe('TRUE');
  const bins = once.columns[0] === undefined ? null : coded(once.columns[0]);
  expect(bins?.levels).toBe(10);
});
