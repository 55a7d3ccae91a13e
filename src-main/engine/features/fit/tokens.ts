import type { TransformOf } from '../../../contract/schemas/features';
import { numeric, type Database } from '../../data/database';
import { identifier, literal } from '../../data/sql';
import type { FittedTokens } from '../fitted';
import { wordExpression } from '../words';
import { learnPieces } from './byte-pairs';

/** Different words that pieces are learned from: the most frequent ones. */
const mostWords = 30_000;
/** Longer ones are no words, and would take long to part. */
const longestWord = 40;

/**
 * Learns the pieces that texts are made of, from the words of training rows.
 * @param rows what follows FROM: the training rows.
 */
export async function fitTokens(
  database: Database,
  rows: string,
  column: string,
  choice: TransformOf<'tokens'>,
): Promise<FittedTokens> {
  const text = `CAST(${identifier(column)} AS VARCHAR)`;
  const written = `regexp_extract_all(${text}, ${literal(wordExpression)})`;
  const found = await database.rows(
    `SELECT word, count(*) AS times FROM (SELECT unnest(${written}) AS word FROM ${rows})
      WHERE length(word) <= ${longestWord} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${mostWords}`,
  );
  const words = new Map<string, number>();
  for (const row of found) {
    const word = String(row['word']).toLowerCase();
    words.set(word, (words.get(word) ?? 0) + numeric(row['times']));
  }
  const { vocabulary: size, length } = choice;
  return { kind: 'tokens', column, vocabulary: learnPieces(words, size), size, length };
}
