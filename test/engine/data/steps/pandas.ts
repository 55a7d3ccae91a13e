import { readFileSync } from 'node:fs';
import { z } from 'zod';

const cell = z.union([z.string(), z.number(), z.boolean()]).nullable();
const columns = z.record(z.string(), z.array(cell));
const numbers = z.array(z.number());

/** What pandas and scikit-learn make of small tables: see test/fixtures/cleaning-tables. */
export const pandas = z
  .object({
    missing: z.record(z.string(), columns),
    outliers: z.object({
      table: z.object({ x: numbers, y: numbers }),
      bounds: z.record(z.string(), z.record(z.string(), z.tuple([z.number(), z.number()]))),
      scores: numbers,
    }),
    tables: z.record(z.string(), columns),
  })
  .parse(JSON.parse(readFileSync('test/fixtures/cleaning-tables/pandas.json', 'utf8')));

type Columns = z.infer<typeof columns>;

/** Columns with the types of DuckDB that their cells have, for `tableOf`. */
export const typed = (table: Columns): Record<string, { type: string; cells: Columns[string] }> =>
  Object.fromEntries(
    Object.entries(table).map(([name, cells]) => [
      name,
      { type: cells.some((one) => typeof one === 'string') ? 'VARCHAR' : 'DOUBLE', cells },
    ]),
  );
