import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { niceEdges } from '../../../src-main/engine/data/edges';
import { importPath } from './importers/support';

const fixtures = resolve(import.meta.dirname, '../../fixtures/data');

interface Reference {
  missing: number;
  distinct: number;
  numbers?: Record<string, number>;
  dates?: { first: string; last: string };
  top?: { value: string; count: number }[];
}

test('summaries are those of pandas', async () => {
  const text = await readFile(resolve(fixtures, 'profile.json'), 'utf8');
  const { columns } = JSON.parse(text) as { columns: Record<string, Reference> };
  const { profile } = await importPath(resolve(fixtures, 'profile.csv'));
  expect(profile.columns.map(({ name }) => name)).toEqual(Object.keys(columns));
  for (const summary of profile.columns) {
    const reference = columns[summary.name];
    expect(summary).toMatchObject({ missing: reference?.missing, distinct: reference?.distinct });
    if (reference?.dates !== undefined) expect(summary.dates).toEqual(reference.dates);
    if (reference?.top !== undefined) expect(summary.top).toEqual(reference.top);
    for (const [name, value] of Object.entries(reference?.numbers ?? {})) {
      const ours = new Map<string, number>(Object.entries(summary.numbers ?? {})).get(name);
      expect(Math.abs((ours ?? Number.NaN) - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
    }
    if (summary.histogram !== null) {
      const counted = summary.histogram.counts.reduce((sum, count) => sum + count, 0);
      expect(counted).toBe(profile.rows - summary.missing);
    }
  }
});

test('edges of a histogram ascend and hold every value', () => {
  const value = fc.double({ min: -1e12, max: 1e12, noNaN: true });
  fc.assert(
    fc.property(value, value, (a, b) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      const edges = niceEdges(low, high, false);
      const slack = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
      expect(edges[0]).toBeLessThanOrEqual(low + slack);
      expect(edges.at(-1)).toBeGreaterThanOrEqual(high - slack);
      edges.slice(1).forEach((edge, i) => expect(edge).toBeGreaterThan(edges[i] ?? Number.NaN));
      expect(edges.length).toBeLessThanOrEqual(45);
    }),
  );
});
