import { numeric, type Database } from '../../data/database';
import type { FittedLookup } from '../fitted';
import { categoryText } from './category';
import { firstSpread } from './statistics';

/**
 * The share of training rows that have the value, 0 for unknown ones, scaled to mean 0 and deviation 1 over the rows.
 * @param rows what follows FROM: the training rows.
 */
export async function fitFrequency(
  database: Database,
  rows: string,
  column: string,
  vocabulary: readonly string[],
): Promise<FittedLookup> {
  const counts = new Map(vocabulary.map((text) => [text, 0]));
  let total = 0;
  const counted = `SELECT ${categoryText(column)} AS value, count(*) AS count FROM ${rows} GROUP BY 1`;
  for await (const [values = [], sizes = []] of database.chunks(counted)) {
    values.forEach((value, i) => {
      const size = numeric(sizes[i]);
      total += size;
      if (counts.has(String(value))) counts.set(String(value), size);
    });
  }
  const shares = vocabulary.map((text) => (counts.get(text) ?? 0) / Math.max(1, total));
  const mean = shares.reduce((sum, share) => sum + share * share, 0);
  const square = shares.reduce((sum, share) => sum + share * (share - mean) ** 2, 0);
  const unknown = 1 - shares.reduce((sum, share) => sum + share, 0);
  const deviation = firstSpread(Math.sqrt(square + Math.max(0, unknown) * mean ** 2));
  return {
    kind: 'lookup',
    column,
    vocabulary: [...vocabulary],
    values: [0, ...shares].map((share) => [Number(((share - mean) / deviation).toPrecision(9))]),
  };
}
