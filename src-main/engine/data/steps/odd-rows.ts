import { z } from 'zod';
import type { rowOutliers } from '../../../contract/cleaning/outliers';
import { StrongroomError } from '../../../contract/errors';
import { numeric } from '../database';
import { identifier } from '../sql';
import { beyond, boundsOf, boundsSchema, finite, numberColumns } from './bounds';
import { createFilled } from './filled-table';
import { anomalies, flatForest, growForest, forestSize, treeSchema } from './forest';
import { rowColumn } from './table';
import type { StepTable } from './table';

type Choice = z.output<z.ZodObject<typeof rowOutliers>>;

/** Rows that trees are grown from, and that tell which score is odd. */
const pool = 5_000;

/** Rows of a preview: each goes through a hundred trees. */
export const previewedByForest = 4_000;

/** What tells outliers among later rows. */
export const oddSchema = z.union([
  z.object({ bounds: boundsSchema }),
  z.object({
    columns: z.array(z.object({ name: z.string(), median: z.number() })),
    trees: z.array(treeSchema),
    /** Rows a tree was grown from. */
    size: z.number(),
    /** Scores above it are odd. */
    limit: z.number(),
  }),
]);
export type Odd = z.output<typeof oddSchema>;

const filled = (columns: readonly { name: string; median: number }[]): string =>
  columns
    .map(
      ({ name, median }, index) =>
        `coalesce(${finite(name)}, '${String(median)}'::DOUBLE) AS c${String(index)}`,
    )
    .join(', ');

/** Learns what is odd. Gaps are taken for the median by the forest, and passed over by the other methods. */
export async function learnOdd(
  { columns, method, threshold, share }: Choice,
  table: StepTable,
): Promise<Odd> {
  if (method !== 'isolation-forest') return { bounds: await boundsOf(columns, method, threshold, table) };
  const { database, relation, seed } = table;
  const wanted = numberColumns(columns, table);
  const [found = {}] = await database.rows(
    `SELECT ${wanted.map(({ name }, index) => `median(${finite(name)}) AS m${String(index)}`).join(', ')} FROM ${relation}`,
  );
  const known = wanted.map(({ name }, index) => ({ name, median: numeric(found[`m${String(index)}`]) }));
  const row = identifier(rowColumn);
  const drawn = await database.rows(
    `SELECT ${filled(known)} FROM ${relation} ORDER BY hash(${row}, ${String(seed)}), ${row} LIMIT ${String(pool)}`,
  );
  if (drawn.length === 0) {
    throw new StrongroomError('STEP_INVALID', 'There is no row to tell outliers from.', {
      expected: 'at least one row',
      next: 'Look at the steps before, which leave no row.',
    });
  }
  const rows = drawn.map((values) =>
    Float64Array.from(known, (_, index) => numeric(values[`c${String(index)}`])),
  );
  const trees = growForest(rows, seed);
  const size = Math.min(forestSize.rows, rows.length);
  const forest = flatForest(trees, size);
  const scores = anomalies(
    forest,
    Float64Array.from(rows.flatMap((values) => [...values])),
    known.length,
  ).sort();
  const limit = scores[Math.min(scores.length - 1, Math.ceil((1 - share) * scores.length) - 1)] ?? 1;
  return { columns: known, trees, size, limit };
}

/** A relation and a condition over it that is true for rows that are odd. `columns` are those to select. */
export async function oddRows(
  table: StepTable,
  odd: Odd,
): Promise<{ from: string; condition: string; columns: string }> {
  if ('bounds' in odd) return { from: table.relation, condition: beyond(odd.bounds), columns: '*' };
  const { columns, trees, size, limit } = odd;
  const row = identifier(rowColumn);
  const forest = flatForest(trees, size);
  const scores = await createFilled(
    table,
    `SELECT ${row}, ${filled(columns)} FROM ${table.relation}`,
    ['DOUBLE'],
    (cells, rows) => {
      const values = new Float64Array(rows * columns.length);
      cells.forEach((column, place) => {
        for (let row = 0; row < rows; row++) values[row * columns.length + place] = numeric(column[row]);
      });
      return [anomalies(forest, values, columns.length)];
    },
  );
  return {
    from: `${table.relation} AS "#t" JOIN ${scores} AS "#s" ON "#t".${row} = "#s"."#of"`,
    condition: `"#s"."0" > '${String(limit)}'::DOUBLE`,
    columns: '"#t".*',
  };
}
