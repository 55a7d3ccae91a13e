import type { Histogram } from '../../contract/schemas/data';
import { numeric } from './database';
import type { Database } from './database';
import { niceEdges } from './edges';
import { scaleOf, unscaled } from './scale';
import { identifier } from './sql';
import { isNumber, measure } from './statistics';
import type { Statistics, ValueSource } from './statistics';

/** Each bar of a histogram is counted in so many slices, a power of two, so that slices add up to bars exactly. */
const slicesOfBar = 64;
/** Edges and positions of numbers up to this size stay within double precision. */
const largestPlain = 1e305;
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

/**
 * Counts between nice edges; each bar takes its lower edge, the last one both. The column must not be empty.
 * @param values what the column measures, where that has been read already: a query for each of very many columns takes
 * far longer than counting a few thousand numbers.
 */
export async function distributionOf(
  database: Database,
  { relation, column, weight }: ValueSource,
  { minimum, maximum }: Pick<Statistics, 'minimum' | 'maximum'>,
  values: readonly (number | null)[] | null = null,
): Promise<Distribution> {
  // Only where edges around the numbers would be beyond the largest number.
  const scale = Math.max(-minimum, maximum) < largestPlain ? 1 : scaleOf(minimum, maximum);
  const edges = niceEdges(minimum / scale, maximum / scale, !isNumber(column.type));
  const bars = edges.length - 1;
  const low = edges[0] ?? 0;
  const step = ((edges[bars] ?? 1) - low) / bars;
  const position = `(${measure(column)}${scale === 1 ? '' : ` / ${scale}`} - (${low})) / ${step} * ${slicesOfBar}`;
  const sliceOf = `greatest(0, least(${bars * slicesOfBar - 1}, floor(${position})))::INTEGER`;
  const slices = Array<number>(bars * slicesOfBar).fill(0);
  if (values !== null) {
    for (const value of values) {
      if (value === null) continue;
      const slice = Math.floor(((value / scale - low) / step) * slicesOfBar);
      const place = Math.max(0, Math.min(slices.length - 1, slice));
      slices[place] = (slices[place] ?? 0) + 1;
    }
  } else {
    // A missing value would be counted in the first slice: greatest() passes over NULL.
    const name = identifier(column.name);
    const rows = await database.rows(
      `SELECT slice, ${weight === null ? 'count(*)' : `sum(${weight})`}::DOUBLE AS count FROM (SELECT ${sliceOf} AS slice${weight === null ? '' : `, ${weight}`} FROM ${relation} WHERE ${name} IS NOT NULL) GROUP BY slice`,
    );
    for (const row of rows) slices[numeric(row['slice'])] = numeric(row['count']);
  }
  const counts = Array<number>(bars).fill(0);
  slices.forEach((count, slice) => {
    const bar = Math.floor(slice / slicesOfBar);
    counts[bar] = (counts[bar] ?? 0) + count;
  });
  return { histogram: { edges: edges.map((edge) => unscaled(edge, scale)), counts }, slices, sliceOf };
}

interface Place {
  slice: number;
  /** Within the slice, from 0. */
  rank: number;
}

/** The slice that holds the value of a rank (from 0), and the rank within it. */
function locate(slices: readonly number[], rank: number): Place {
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
  { relation, column, weight }: ValueSource,
  { slices, sliceOf }: Distribution,
): Promise<number[]> {
  const value = measure(column);
  const present = slices.reduce((sum, count) => sum + count, 0);
  const ranks = quarters.map((quarter) => quarter * (present - 1));
  const wanted = ranks.map((rank) => [locate(slices, Math.floor(rank)), locate(slices, Math.ceil(rank))]);
  if (weight !== null) {
    const values = await weightedValues(
      database,
      `SELECT ${sliceOf} AS slice, ${value} AS value, ${weight} AS weight FROM ${relation}`,
      wanted.flat(),
    );
    return interpolated(ranks, (i, j) => values[2 * i + j] ?? 0);
  }
  const chosen = [...new Set(wanted.flat().map(({ slice }) => slice))];
  const candidates = chosen.reduce((sum, slice) => sum + (slices[slice] ?? 0), 0);
  if (candidates > maximumCandidates) return sortedQuartiles(database, relation, value);
  const rows = await database.rows(
    `SELECT slice, value FROM (SELECT ${sliceOf} AS slice, ${value} AS value FROM ${relation} WHERE ${identifier(column.name)} IS NOT NULL)` +
      ` WHERE list_contains([${chosen.join(', ')}], slice) ORDER BY value`,
  );
  const values = new Map(chosen.map((slice): [number, number[]] => [slice, []]));
  for (const row of rows) values.get(numeric(row['slice']))?.push(numeric(row['value']));
  return interpolated(ranks, (i, j) => {
    const place = wanted[i]?.[j];
    return values.get(place?.slice ?? -1)?.[place?.rank ?? -1] ?? 0;
  });
}

/** Between the values below (0) and above (1) each rank, in proportion. */
function interpolated(ranks: readonly number[], valueAt: (rank: number, side: 0 | 1) => number): number[] {
  return ranks.map((rank, i) => {
    const lower = valueAt(i, 0);
    const share = rank - Math.floor(rank);
    const upper = valueAt(i, 1);
    // The difference of numbers at both ends may be beyond double precision.
    return Number.isFinite(upper - lower)
      ? lower + (upper - lower) * share
      : lower * (1 - share) + upper * share;
  });
}

/** The values at places of a relation of slice, value and weight, by running sums within the slices. */
async function weightedValues(
  database: Database,
  relation: string,
  places: readonly Place[],
): Promise<number[]> {
  const slices = [...new Set(places.map(({ slice }) => slice))];
  const found = places.map(
    ({ slice, rank }, i) => `min(value) FILTER (slice = ${slice} AND upto > ${rank}) AS v${i}`,
  );
  const [row = {}] = await database.rows(
    `SELECT ${found.join(', ')} FROM (SELECT slice, value, sum(weight) OVER (PARTITION BY slice ORDER BY value ROWS UNBOUNDED PRECEDING) AS upto ` +
      `FROM (${relation}) WHERE list_contains([${slices.join(', ')}], slice))`,
  );
  return places.map((_, i) => numeric(row[`v${i}`]));
}

/**
 * Histogram and quartiles of a column that holds every whole number from `minimum` to `maximum` once, as numbers of
 * rows do: nothing needs counting.
 */
export function sequenceDistribution(
  minimum: number,
  maximum: number,
): { histogram: Histogram; quartiles: number[] } {
  const edges = niceEdges(minimum, maximum, false);
  const last = edges.length - 2;
  const counts = edges.slice(1).map((upper, i) => {
    const from = Math.max(minimum, Math.ceil(edges[i] ?? minimum));
    const to = Math.min(maximum, i === last ? Math.floor(upper) : Math.ceil(upper) - 1);
    return Math.max(0, to - from + 1);
  });
  return {
    histogram: { edges, counts },
    quartiles: quarters.map((quarter) => minimum + quarter * (maximum - minimum)),
  };
}
