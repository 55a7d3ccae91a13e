import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import type { SplitSettings } from '../../../contract/schemas/split';
import type { Split, WholeSplit } from '.';
import type { SplitRows } from './method';
import { parts } from './parts';

const mostNamed = 5;

/** How many rows of each class are in each part: [class][part]. */
export function classCounts({ strata }: Pick<SplitRows, 'strata'>, part: Uint8Array): number[][] {
  return strata.map((rows) => {
    const counts = [0, 0, 0, 0];
    for (const row of rows) counts[part[row] ?? parts.none] = (counts[part[row] ?? parts.none] ?? 0) + 1;
    return counts;
  });
}

function tooFew(name: string, rows: number): StrongroomError {
  return new StrongroomError('SPLIT_UNSUITABLE', `The split leaves ${String(rows)} rows for ${name}.`, {
    expected: name === 'training' ? 'at least two rows' : 'at least one row',
    received: String(rows),
    next: 'Change the shares or the way to split, or bring more rows.',
  });
}

function oneClass(target: string, where: string, name: string): StrongroomError {
  return new StrongroomError(
    'SPLIT_UNSUITABLE',
    `All training rows${where} have the same value of ${target}: ${name}.`,
    {
      expected: 'at least two classes among the training rows',
      received: 'one',
      next: 'Choose another way to split: the other classes are all in other parts.',
    },
  );
}

/** Throws when a part has too few rows, or when training rows have a single class. @param where " of fold 2", or "". */
function checkParts(rows: SplitRows, { part, counts }: Split, target: string, where: string): void {
  if (counts.train < 2) throw tooFew(`training${where}`, counts.train);
  if (rows.classes === null) return;
  const trained = classCounts(rows, part).flatMap(([train = 0], index) => (train > 0 ? [index] : []));
  const [only = 0] = trained;
  if (trained.length < 2) throw oneClass(target, where, rows.classes[only] ?? '');
}

/** Tells of classes that a part lacks, which scores and the network then know nothing of. */
function absentClasses(rows: SplitRows, { part }: Split, hasValidation: boolean, target: string): Warning[] {
  const counts = classCounts(rows, part);
  const absent = (place: number): string[] =>
    counts.flatMap((of, index) => ((of[place] ?? 0) === 0 ? [rows.classes?.[index] ?? ''] : []));
  const names = (list: readonly string[]): string =>
    list.slice(0, mostNamed).join(', ') + (list.length > mostNamed ? ', …' : '');
  const missing = absent(parts.train);
  const held = counts.reduce(
    (sum, [train = 0, validation = 0, test = 0]) => sum + (train === 0 ? validation + test : 0),
    0,
  );
  const places = hasValidation ? (['validation', 'test'] as const) : (['test'] as const);
  return [
    ...(missing.length > 0 && held > 0
      ? [
          {
            code: 'CLASS_MISSING',
            message: `No training row has ${target} ${names(missing)}: the network cannot learn it, and ${String(held)} other rows have it.`,
            column: target,
            rows: held,
            next: 'Choose another way to split, or leave rows of that class out.',
          },
        ]
      : []),
    ...places.flatMap((place): Warning[] => {
      const none = absent(parts[place]).filter((name) => !missing.includes(name));
      if (none.length === 0) return [];
      return [
        {
          code: 'CLASS_MISSING',
          message: `No ${place} row has ${target} ${names(none)}: the ${place} scores say nothing of it.`,
          column: target,
          next: 'Choose another way to split, or bring more rows of it.',
        },
      ];
    }),
  ];
}

/**
 * Whether parts can be trained and tested on. Throws SPLIT_UNSUITABLE where one is empty or all training rows have one
 * class. @returns warnings of the split, and of classes that a part lacks where rows were not dealt by class.
 */
export function checkSplit(
  rows: SplitRows,
  split: WholeSplit,
  { method, folds }: SplitSettings,
  target: string,
): Warning[] {
  checkParts(rows, split, target, '');
  if (split.counts.test === 0) throw tooFew('testing', 0);
  if (folds === 1 && split.counts.validation === 0) throw tooFew('validation', 0);
  split.folds.forEach((fold, index) => {
    const where = ` of fold ${String(index + 1)}`;
    checkParts(rows, fold, target, where);
    if (fold.counts.validation === 0) throw tooFew(`validation${where}`, 0);
  });
  const isByClass = method === 'stratified' || method === 'random';
  if (isByClass || rows.classes === null) return split.warnings;
  return [...split.warnings, ...absentClasses(rows, split, folds === 1, target)];
}
