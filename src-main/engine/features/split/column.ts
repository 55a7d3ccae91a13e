import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import { partNames, type PartName, type PartValues } from '../../../contract/schemas/split';
import { dealByShare, dealFolds } from './by-share';
import type { SplitMethod, SplitRows } from './method';
import { noClass, parts } from './parts';
import { together } from './strata';

const plain = (value: string): string => value.trim().toLowerCase();

/** The part that a word names, or null when it names none. */
export function partOfValue(values: PartValues, value: string): PartName | 'ignore' | null {
  const word = plain(value);
  return (
    ([...partNames, 'ignore'] as const).find((name) => values[name].some((known) => plain(known) === word)) ??
    null
  );
}

function unknownValues(column: string, words: ReadonlyMap<string, number>): StrongroomError {
  const shown = [...words].slice(0, 5).map(([word, rows]) => `"${word}" (${String(rows)} rows)`);
  return new StrongroomError('SPLIT_UNSUITABLE', `The column ${column} has values that name no part.`, {
    expected: 'only words for training, validation and test rows',
    received: `${shown.join(', ')}${words.size > shown.length ? ', …' : ''}`,
    next: 'Say in Prepare which part each of them means, or that its rows are left out.',
  });
}

function emptyPart(column: string, name: PartName): StrongroomError {
  return new StrongroomError('SPLIT_UNSUITABLE', `The column ${column} puts no row into the ${name} part.`, {
    expected: 'at least one row in each part',
    received: 'none',
    next: 'Say in Prepare which of its values mean that part, or choose another way to split.',
  });
}

/** The rows among those to learn from, grouped as they are. */
const within = ({ strata }: SplitRows, part: Uint8Array): Int32Array[] =>
  strata.map((rows) => rows.filter((row) => part[row] === parts.train));

/** As a column of the data says. Where it names no validation rows, some training rows become such, stratified. */
export const column: SplitMethod = {
  deal(rows, split, chance) {
    const { words, strata } = rows;
    const name = split.partColumn ?? '';
    const codes = (words?.names ?? []).map((value) => partOfValue(split.partValues, value));
    const part = new Uint8Array(rows.rows).fill(parts.none);
    const unknown = new Map<string, number>();
    const counts = { train: 0, validation: 0, test: 0, aside: 0 };
    for (const row of together(strata)) {
      const code = words?.codes[row] ?? noClass;
      const own = code === noClass ? 'ignore' : (codes[code] ?? null);
      const word = words?.names[code] ?? '';
      if (own === null) unknown.set(word, (unknown.get(word) ?? 0) + 1);
      else if (own === 'ignore') counts.aside += 1;
      else {
        part[row] = parts[own];
        counts[own] += 1;
      }
    }
    if (unknown.size > 0) throw unknownValues(name, unknown);
    if (counts.train === 0) throw emptyPart(name, 'train');
    if (counts.test === 0) throw emptyPart(name, 'test');
    const warnings: Warning[] = [];
    if (counts.aside > 0) {
      warnings.push({
        code: 'SPLIT_ASIDE',
        message: `${String(counts.aside)} ${counts.aside === 1 ? 'row was' : 'rows were'} set aside: ${name} is missing there, or says to leave them out.`,
        column: name,
        rows: counts.aside,
      });
    }
    if (counts.validation === 0 && split.folds === 1) {
      // Both shares go to validation: the test rows are named already.
      const share = { ...split, test: split.validation / 2, validation: split.validation / 2 };
      const drawn = dealByShare(within(rows, part), rows.rows, share, chance);
      let taken = 0;
      drawn.forEach((value, row) => {
        if (value !== parts.validation && value !== parts.test) return;
        part[row] = parts.validation;
        taken += 1;
      });
      warnings.push({
        code: 'SPLIT_VALIDATION_DRAWN',
        message: `${name} names no validation rows, so ${String(taken)} of the training rows were drawn by the seed to validate.`,
        column: name,
        rows: taken,
      });
    }
    return { part, warnings };
  },
  folds: ({ strata }, part, { folds }, chance) => dealFolds(strata, part, folds, chance),
};
