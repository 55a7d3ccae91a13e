import { DuckDBListValue } from '@duckdb/node-api';
import type { ColumnSummary, ColumnType, Histogram } from '../../contract/schemas/data';
import { numeric } from './database';
import type { Database } from './database';
import { identifier } from './sql';

/** Bars of a histogram: enough for a shape, few enough to be told apart at the width of a column card. */
const targetBins = 20;

const secondsOf = (name: string): string => `epoch(${name})`;

/** Standard deviation with n - 1 (0 for one value); quartiles interpolated linearly, as pandas and NumPy do. */
export async function numberSummary(
  database: Database,
  relation: string,
  column: string,
): Promise<NonNullable<ColumnSummary['numbers']>> {
  const value = `${identifier(column)}::DOUBLE`;
  const [row = {}] = await database.rows(
    `SELECT min(${value}) AS minimum, max(${value}) AS maximum, avg(${value}) AS mean, ` +
      `coalesce(stddev_samp(${value}), 0) AS deviation, ` +
      `quantile_cont(${value}, [0.25, 0.5, 0.75]) AS quartiles FROM ${relation}`,
  );
  const quartiles = row['quartiles'] instanceof DuckDBListValue ? row['quartiles'].items : [];
  return {
    minimum: numeric(row['minimum']),
    maximum: numeric(row['maximum']),
    mean: numeric(row['mean']),
    standardDeviation: numeric(row['deviation']),
    lowerQuartile: numeric(quartiles[0]),
    median: numeric(quartiles[1]),
    upperQuartile: numeric(quartiles[2]),
  };
}

/** First and last as ISO text. */
export async function dateSummary(
  database: Database,
  relation: string,
  column: string,
  type: ColumnType,
): Promise<{ first: string; last: string }> {
  const name = identifier(column);
  const format = type === 'date' ? '%Y-%m-%d' : '%Y-%m-%dT%H:%M:%S';
  const [row = {}] = await database.rows(
    `SELECT strftime(min(${name}), '${format}') AS first, strftime(max(${name}), '${format}') AS last FROM ${relation}`,
  );
  return { first: String(row['first']), last: String(row['last']) };
}

/** The step among 1, 2, 5 times a power of ten that cuts `span` into about `bins` parts. */
export function niceStep(span: number, bins: number): number {
  const rough = span / bins;
  const power = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / power;
  return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
}

/** Edges at round numbers that hold every value from `minimum` to `maximum`, ascending. */
export function niceEdges(minimum: number, maximum: number, whole: boolean): number[] {
  const span = maximum - minimum;
  if (!(span > 0) || !Number.isFinite(span)) return [minimum - 0.5, minimum + 0.5];
  const nice = niceStep(span, targetBins);
  const step = whole ? Math.max(1, Math.round(nice)) : nice;
  const start = Math.floor(minimum / step);
  const end = Math.floor(maximum / step) + 1;
  // Numbers so close together that round edges do not exist in double precision.
  if (!(end - start <= 2.5 * targetBins)) return [minimum, maximum];
  const edges = Array.from({ length: end - start + 1 }, (_, i) =>
    Number(((start + i) * step).toPrecision(12)),
  );
  return edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? 0)) ? edges : [minimum, maximum];
}

/** Counts between nice edges; each bin takes its lower edge, the last one both. */
export async function histogramOf(
  database: Database,
  relation: string,
  column: string,
  type: ColumnType,
  known: { minimum: number; maximum: number } | null,
): Promise<Histogram> {
  const isDate = type === 'date' || type === 'datetime';
  const value = isDate ? secondsOf(identifier(column)) : `${identifier(column)}::DOUBLE`;
  let range = known;
  if (range === null) {
    const [row = {}] = await database.rows(
      `SELECT min(${value}) AS minimum, max(${value}) AS maximum FROM ${relation}`,
    );
    range = { minimum: numeric(row['minimum']), maximum: numeric(row['maximum']) };
  }
  const edges = niceEdges(range.minimum, range.maximum, isDate);
  const bins = edges.length - 1;
  const low = edges[0] ?? 0;
  const step = ((edges[bins] ?? 1) - low) / bins;
  const rows = await database.rows(
    `SELECT greatest(0, least(${bins - 1}, floor((${value} - (${low})) / ${step})))::INTEGER AS bin, count(*)::DOUBLE AS count` +
      ` FROM ${relation} WHERE ${value} IS NOT NULL GROUP BY 1`,
  );
  const counts = Array<number>(bins).fill(0);
  for (const row of rows) counts[numeric(row['bin'])] = numeric(row['count']);
  return { edges, counts };
}
