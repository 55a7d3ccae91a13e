import type { TransformOf } from '../../../contract/schemas/features';
import { numeric, type Database } from '../../data/database';
import { identifier, literal } from '../../data/sql';
import type { FittedWords } from '../fitted';
import { wordExpression } from '../words';

/** Ways of writing one word that are kept, besides the usual ones. */
const mostSpellings = 10;

/**
 * Fits the words of a text: those that most training rows have, whatever their case, and how they were written. Each of
 * its ways of writing is kept, for the exported model cannot change case.
 * @param rows what follows FROM: the training rows.
 */
export async function fitWords(
  database: Database,
  rows: string,
  column: string,
  choice: TransformOf<'words'>,
): Promise<FittedWords> {
  const text = `CAST(${identifier(column)} AS VARCHAR)`;
  const written = `regexp_extract_all(${text}, ${literal(wordExpression)})`;
  const [counted = {}] = await database.rows(`SELECT count(*) AS rows FROM ${rows}`);
  const frequent = await database.rows(
    `SELECT word, count(*) AS texts FROM (
      SELECT unnest(list_distinct([lower(x) FOR x IN ${written}])) AS word FROM ${rows}
    ) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${choice.words}`,
  );
  const words = frequent.map((row) => ({ word: String(row['word']), texts: numeric(row['texts']) }));
  const list = words.length === 0 ? literal('') : words.map(({ word }) => literal(word)).join(', ');
  const spellings = await database.rows(
    `SELECT word, spelling FROM (
      SELECT lower(spelling) AS word, spelling, row_number() OVER (PARTITION BY lower(spelling) ORDER BY count(*) DESC, spelling) AS place
      FROM (SELECT unnest(${written}) AS spelling FROM ${rows}) WHERE lower(spelling) IN (${list}) GROUP BY 2
    ) WHERE place <= ${mostSpellings} ORDER BY word, place`,
  );
  const seen = new Map<string, string[]>();
  for (const row of spellings) {
    const word = String(row['word']);
    seen.set(word, [...(seen.get(word) ?? []), String(row['spelling'])]);
  }
  const placeOf = new Map<string, number>();
  words.forEach(({ word }, place) => {
    const [first = '', ...rest] = word;
    const usual = [word, word.toUpperCase(), first.toUpperCase() + rest.join('')];
    for (const spelling of [...usual, ...(seen.get(word) ?? [])]) {
      if (!placeOf.has(spelling)) placeOf.set(spelling, place);
    }
  });
  const total = numeric(counted['rows']);
  return {
    kind: 'words',
    column,
    vocabulary: [...placeOf.keys()],
    places: [...placeOf.values()],
    weighting: choice.weighting,
    // One column at least, for a text without any word.
    weights: (words.length === 0 ? [{ texts: 0 }] : words).map(({ texts }) =>
      Number((Math.log((1 + total) / (1 + texts)) + 1).toPrecision(9)),
    ),
  };
}
