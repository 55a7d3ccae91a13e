import type { Database } from '../../data/database';
import { identifier } from '../../data/sql';
import type { FittedCategory } from '../fitted';

/** SQL of a category as text, the empty one for missing. */
export const categoryText = (column: string): string =>
  `coalesce(CAST(${identifier(column)} AS VARCHAR), '')`;

/**
 * Fits a category: the most frequent values of the training rows, ties in the order of the text. Missing is the empty
 * text, and always has a slot when training had it, however rare.
 * @param rows what follows FROM: the training rows. @param most slots for values besides unknown and missing.
 */
export async function fitCategory(
  database: Database,
  rows: string,
  column: string,
  most: number,
): Promise<FittedCategory> {
  const value = categoryText(column);
  const counted = await database.rows(
    `SELECT ${value} AS value, count(*) AS count FROM ${rows} GROUP BY 1 ORDER BY (value = '') DESC, 2 DESC, 1 LIMIT ${most + 1}`,
  );
  const values = counted.map((row) => String(row['value']));
  const hasMissing = values[0] === '';
  const vocabulary = values.filter((text) => text !== '').slice(0, most);
  return { column, kind: 'category', vocabulary: hasMissing ? [...vocabulary, ''] : vocabulary };
}
