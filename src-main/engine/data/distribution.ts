import type { Histogram } from '../../contract/schemas/data';
import { numeric } from './database';
import type { Database } from './database';
import { niceEdges } from './edges';
import { identifier } from './sql';
import { isNumber, measure } from './statistics';
import type { PhysicalColumn, Statistics } from './statistics';

/** Each bar of a histogram is counted in so many slices, a power of two, so that slices add up to bars exactly. */
const slicesOfBar = 64;
/** More values than this around the quartiles are sorted by DuckDB instead. */
const maximumCandidates = 100_000;
const quarters = [0.25, 0.5, 0.75];

/** The histogram of a column of numbers or dates, with the count of every slice of a bar. */
export interface Distribution {
  histogram: Histogram;
  slices: number[];
  /** SQL: the slice of a value. */
  sliceOf: string;
}

/** Counts between nice edges; each bar takes its lower edge, the last one both. The column must not be empty. */
export async function distributionOf(
  database: Database,
  relation: string,
  column: PhysicalColumn,
  { minimum, maximum }: Pick<Statistics, 'minimum' | 'maximum'>,
): Promise<Distribution> {
  const edges = niceEdges(minimum, maximum, !isNumber(column.type));
  const bars = edges.length - 1;
  const low = edges[0] ?? 0;
  const step = ((edges[bars] ?? 1) - low) / bars;
  const position = `(${measure(column)} - (${low})) / ${step} * ${slicesOfBar}`;
  const sliceOf = `greatest(0, least(${bars * slicesOfBar - 1}, floor(${position})))::INTEGER`;
  // A missing value would be counted in the first slice: greatest() passes over NULL.
  const name = identifier(column.name);
  const rows = await database.rows(
    `SELECT slice, count(*)::DOUBLE AS count FROM (SELECT ${sliceOf} AS slice FROM ${relation} WHERE ${name} IS NOT NULL) GROUP BY slice`,
  );
  const slices = Array<number>(bars * slicesOfBar).fill(0);
  for (const row of rows) slices[numeric(row['slice'])] = numeric(row['count']);
  const counts = Array<number>(bars).fill(0);
  slices.forEach((count, slice) => {
    const bar = Math.floor(slice / slicesOfBar);
    counts[bar] = (counts[bar] ?? 0) + count;
  });
  return { histogram: { edges, counts }, slices, sliceOf };
}

/** The slice that holds the value of a rank (from 0), and the rank within it. */
function locate(slices: readonly number[], rank: number): { slice: number; rank: number } {
  let before = 0;
  for (const [slice, count] of slices.entries()) {
    if (rank < before + count) return { slice, rank: rank - before };
    before += count;
  }
  return { slice: slices.length - 1, rank: 0 };
}

async function sortedQuartiles(database: Database, relation: string, value: string): Promise<number[]> {
  const parts = quarters.map((quarter, i) => `q[${i + 1}] AS q${i}`);
  const [row = {}] = await database.rows(
    `SELECT ${parts.join(', ')} FROM (SELECT quantile_cont(${value}, [${quarters.join(', ')}]) AS q FROM ${relation})`,
  );
  return quarters.map((_, i) => numeric(row[`q${i}`]));
}

/**
 * Quartiles, interpolated linearly as pandas and NumPy do. The counts of the slices tell in which of them the
 * quartiles lie, so that only the values of those few are sorted.
 */
export async function quartilesOf(
  database: Database,
  relation: string,
  column: PhysicalColumn,
  { slices, sliceOf }: Distribution,
): Promise<number[]> {
  const value = measure(column);
  const present = slices.reduce((sum, count) => sum + count, 0);
  const ranks = quarters.map((quarter) => quarter * (present - 1));
  const wanted = ranks.map((rank) => [locate(slices, Math.floor(rank)), locate(slices, Math.ceil(rank))]);
  const chosen = [...new Set(wanted.flat().map(({ slice }) => slice))];
  const candidates = chosen.reduce((sum, slice) => sum + (slices[slice] ?? 0), 0);
  if (candidates > maximumCandidates) return sortedQuartiles(database, relation, value);
  const rows = await database.rows(
    `SELECT slice, value FROM (SELECT ${sliceOf} AS slice, ${value} AS value FROM ${relation} WHERE ${identifier(column.name)} IS NOT NULL)` +
      ` WHERE list_contains([${chosen.join(', ')}], slice) ORDER BY value`,
  );
  const values = new Map(chosen.map((slice): [number, number[]] => [slice, []]));
  for (const row of rows) values.get(numeric(row['slice']))?.push(numeric(row['value']));
  return wanted.map((places, i) => {
    const [lower = 0, upper = 0] = places.map(({ slice, rank }) => values.get(slice)?.[rank] ?? 0);
    const rank = ranks[i] ?? 0;
    return lower + (upper - lower) * (rank - Math.floor(rank));
  });
}
