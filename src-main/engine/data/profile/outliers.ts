import type { Outliers } from '../../../contract/schemas/analysis';
import type { ColumnSummary } from '../../../contract/schemas/data';
import { numeric } from '../database';
import type { Database } from '../database';
import { measure } from '../statistics';

/** Tukey, Exploratory Data Analysis, 1977: values further than this many interquartile ranges outside are outliers. */
const reach = 1.5;

/** Columns counted by one query: what it holds in memory grows with the square of them. */
const batchSize = 50;

/** Counts of numbers beyond Tukey's fences, over all rows. */
export async function outliersOf(
  database: Database,
  relation: string,
  columns: readonly ColumnSummary[],
): Promise<Outliers[]> {
  const fenced = columns.flatMap((column) => {
    if (column.numbers === null || column.constant || column.identifier) return [];
    const { lowerQuartile, upperQuartile } = column.numbers;
    const range = upperQuartile - lowerQuartile;
    const lowerFence = lowerQuartile - reach * range;
    const upperFence = upperQuartile + reach * range;
    return Number.isFinite(lowerFence) && Number.isFinite(upperFence)
      ? [{ column, numbers: column.numbers, lowerFence, upperFence }]
      : [];
  });
  const found: Outliers[] = [];
  for (let start = 0; start < fenced.length; start += batchSize) {
    const batch = fenced.slice(start, start + batchSize);
    const counts = batch.map(({ column, lowerFence, upperFence }, i) => {
      const value = measure({ ...column, given: true });
      return `count(*) FILTER (${value} < ${lowerFence}) AS below${i}, count(*) FILTER (${value} > ${upperFence}) AS above${i}`;
    });
    const [row = {}] = await database.rows(`SELECT ${counts.join(', ')} FROM ${relation}`);
    batch.forEach(({ column, numbers, lowerFence, upperFence }, i) => {
      const { minimum, lowerQuartile, median, upperQuartile, maximum } = numbers;
      found.push({
        column: column.name,
        lowerFence,
        upperFence,
        below: numeric(row[`below${i}`]),
        above: numeric(row[`above${i}`]),
        minimum,
        lowerQuartile,
        median,
        upperQuartile,
        maximum,
      });
    });
  }
  return found;
}
