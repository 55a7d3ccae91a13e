import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ColumnSummary, Profile } from '../../../src-main/contract/schemas/data';
import { importPath } from './importers/support';

// Large tables are summed up in other ways than small ones: here each column takes one of them.
const rows = 120_000;
const random = (i: number, salt: number): number => {
  const x = Math.sin(i * 12.9898 + salt * 78.233) * 43758.5453;
  return x - Math.floor(x);
};
const columns: Record<string, (i: number) => number | null> = {
  row: (i) => i + 7,
  gaps: (i) => i * 3,
  shuffled: (i) => (i * 7919) % rows,
  few: (i) => Math.floor(random(i, 1) * 5),
  price: (i) => (i % 11 === 0 ? null : Math.floor(random(i, 2) * 30_000) / 100 - 50),
  skewed: (i) => (random(i, 3) < 0.9 ? 1.5 : Math.floor(random(i, 4) * 1e6) / 4),
  score: (i) => (i % 13 === 0 ? null : Number((random(i, 5) * 10).toFixed(9))),
  late: (i) => (i < rows - 5000 ? null : Math.floor(random(i, 6) * 900) / 8),
  far: (i) => 1e9 + Math.floor(random(i, 7) * 100) / 4,
};
const dayOf = (i: number): string =>
  new Date(Date.UTC(2001, 0, 1 + Math.floor(random(i, 8) * 3000))).toISOString().slice(0, 10);

let folder = '';
let profile: Profile;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strongroom-profile-'));
  const lines = [[...Object.keys(columns), 'day'].join(',')];
  for (let i = 0; i < rows; i++)
    lines.push([...Object.values(columns).map((value) => value(i) ?? ''), dayOf(i)].join(','));
  const path = join(folder, 'large.csv');
  await writeFile(path, `${lines.join('\n')}\n`);
  profile = (await importPath(path)).profile;
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

function summaryOf(name: string): ColumnSummary {
  const summary = profile.columns.find((column) => column.name === name);
  if (summary === undefined) throw new Error(`No column ${name}.`);
  return summary;
}

const valuesOf = (name: string): number[] =>
  Array.from({ length: rows }, (_, i) => columns[name]?.(i) ?? null).filter((value) => value !== null);

/** As NumPy interpolates. */
function quantile(sorted: number[], share: number): number {
  const rank = share * (sorted.length - 1);
  const lower = sorted[Math.floor(rank)] ?? Number.NaN;
  return lower + ((sorted[Math.ceil(rank)] ?? Number.NaN) - lower) * (rank - Math.floor(rank));
}

/** Rows of each bar by a look at every value: lower edge within, the last bar both. */
function counted(values: number[], edges: number[]): number[] {
  const counts = Array<number>(edges.length - 1).fill(0);
  for (const value of values) {
    const bar = Math.min(
      counts.length - 1,
      edges.findLastIndex((edge) => edge <= value),
    );
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  return counts;
}

test.each(Object.keys(columns))('the summary of %s is that of its values one by one', (name) => {
  const summary = summaryOf(name);
  const values = valuesOf(name);
  const sorted = values.toSorted((a, b) => a - b);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const expected = {
    minimum: sorted[0],
    maximum: sorted.at(-1),
    mean,
    standardDeviation: Math.sqrt(squares / (values.length - 1)),
    lowerQuartile: quantile(sorted, 0.25),
    median: quantile(sorted, 0.5),
    upperQuartile: quantile(sorted, 0.75),
  };
  const numbers = new Map<string, number>(Object.entries(summary.numbers ?? {}));
  for (const [key, value = Number.NaN] of Object.entries(expected)) {
    const difference = Math.abs((numbers.get(key) ?? Number.NaN) - value);
    expect(difference, key).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
  }
  expect(summary.missing).toBe(rows - values.length);
  expect(summary.histogram?.counts).toEqual(counted(values, summary.histogram?.edges ?? []));
  const distinct = new Set(values).size;
  if (summary.distinctEstimated === true) {
    expect(Math.abs(summary.distinct / distinct - 1)).toBeLessThan(0.1);
    expect(summary.distinct).toBeLessThanOrEqual(values.length);
  } else expect(summary.distinct).toBe(distinct);
});

test('only what hardly repeats is estimated, and rows that are numbered are found', () => {
  const estimated = profile.columns.filter((column) => column.distinctEstimated === true);
  expect(estimated.map(({ name }) => name)).toEqual(['score']);
  const identifiers = profile.columns.filter(({ identifier }) => identifier);
  expect(identifiers.map(({ name }) => name)).toEqual(['row', 'gaps']);
  expect(profile.columns.some(({ constant }) => constant)).toBe(false);
});

test('dates that repeat are summed up', () => {
  const days = Array.from({ length: rows }, (_, i) => dayOf(i));
  const { dates, distinct, histogram } = summaryOf('day');
  expect(dates).toEqual({ first: days.toSorted()[0], last: days.toSorted().at(-1) });
  expect(distinct).toBe(new Set(days).size);
  const seconds = days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000);
  expect(histogram?.counts).toEqual(counted(seconds, histogram?.edges ?? []));
});
