import { literals } from '../sql';

/** Words that mean missing in every column besides the empty cell, when the person names none. */
export const missingWords = ['NA', 'N/A', 'n/a', '#N/A', '<NA>', 'NULL', 'null', 'NaN', 'nan'];

/**
 * Marks that stand for a missing value among words, unless the file also holds other marks as values: a column
 * of "+" and "-" says something, a "." among "male" and "female" does not.
 */
export const missingMarks = ['-', '?', '.'];

/** No number, date or yes is ever one of these, so among such values they are missing. Among words they are words. */
const missingAmongValues = [...missingMarks, 'None', 'none'];

/** Which words count as missing where. */
export interface Missing {
  /** In columns of words. */
  words: string[];
  /** In columns of numbers, dates and booleans. */
  values: string[];
  /** The words were found rather than given, on the understanding that no cell holds another mark. */
  assumesNoMarks: boolean;
}

/** What is known of missing words before a value is seen; `hasMarks` when the file holds other marks as values. */
export function missingOf(given: readonly string[] | undefined, hasMarks: boolean): Missing {
  const words = given ?? (hasMarks ? missingWords : [...missingWords, ...missingMarks]);
  return {
    words: [...words],
    values: [...new Set([...words, ...missingAmongValues])],
    assumesNoMarks: given === undefined && !hasMarks,
  };
}

/** Words that would be values if they did not mean missing, such as -999: a person said so. */
export const valueLikeWords = ({ values }: Pick<Missing, 'values'>): string[] =>
  values.filter((word) => /\d|^(true|false|yes|no|[ytnf])$/i.test(word));

/**
 * SQL: whether the text is one of the words. Its length is compared first, which decides nearly always. Not by
 * IN: DuckDB turns a long list into a join, which loses the order of the rows.
 */
export function isOneOf(text: string, words: readonly string[]): string {
  if (words.length === 0) return 'false';
  const longest = Math.max(...words.map((word) => Buffer.byteLength(word)));
  return `(strlen(${text}) <= ${longest} AND list_contains(${literals(words)}, ${text}))`;
}

/** SQL: whether a cell is nothing but a few punctuation marks. */
export const isMark = (text: string): string =>
  `(strlen(${text}) <= 3 AND regexp_full_match(${text}, '[[:punct:]]+'))`;
