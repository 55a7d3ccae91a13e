import { z } from 'zod';
import { groupCategories } from '../../../../../contract/cleaning/steps/group-categories';
import { mapValues } from '../../../../../contract/cleaning/steps/map-values';
import { NotInGraph } from '../cells';
import type { Cell, CellTable } from '../cells';
import { stepLowering } from '../step-lowering';

const wholeNumber = /^(0|-?[1-9]\d{0,14})$/;

/** Texts put for others by a list; '' stands for missing. */
function mapped(
  cell: Cell,
  pairs: ReadonlyMap<string, string>,
  others: 'keep' | 'missing',
  { make }: CellTable,
): Cell {
  if (cell.kind !== 'text') throw new NotInGraph('the column is no text');
  // What is missing matches nothing.
  const listed = new Map([...pairs].filter(([from]) => from !== ''));
  if (listed.size === 0 && others === 'keep') return cell;
  if (listed.size === 0) return make.gone(cell, make.not(cell.missing));
  const isListed = make.isOneOf(cell.value, [...listed.keys()]);
  const replaced = make.mapTexts(cell.value, listed, '');
  const value = others === 'keep' ? make.where(isListed, replaced, cell.value) : replaced;
  return { kind: 'text', value, missing: make.isMissingText(value) };
}

/** Whole numbers put for others. */
function mappedNumbers(
  cell: Cell,
  pairs: ReadonlyMap<string, string>,
  others: 'keep' | 'missing',
  { make }: CellTable,
): Cell {
  let [value, missing] = [
    cell.value,
    others === 'keep' ? cell.missing : make.or(cell.missing, make.not(cell.missing)),
  ];
  for (const [from, to] of pairs) {
    // A number is compared as it is written.
    if (!wholeNumber.test(from)) continue;
    if (to !== '' && !wholeNumber.test(to)) throw new NotInGraph(`"${to}" is no plain whole number`);
    const isFrom = make.and(
      make.emit('Equal', [cell.value, make.number(Number(from))]),
      make.not(cell.missing),
    );
    value = make.where(isFrom, make.number(Number(to)), value);
    missing = make.whereTruth(isFrom, make.truth(to === ''), missing);
  }
  return { kind: 'integer', value, missing };
}

/** One value for another, of texts and whole numbers. */
export const mapValuesLowering = stepLowering({
  kind: 'map-values',
  parameters: mapValues.parameters,
  learned: z.unknown(),
  lower({ column, pairs, others, emptyIsMissing }, _learned, table) {
    const cell = table.get(column);
    if (cell.kind === 'text' && !emptyIsMissing && pairs.some(({ to }) => to === ''))
      throw new NotInGraph('an empty text is not told from a missing one');
    // The last of two for one value counts.
    const map = new Map(pairs.map(({ from, to }) => [from, to]));
    if (cell.kind !== 'text' && cell.kind !== 'integer')
      throw new NotInGraph('the column is of other values');
    const change = cell.kind === 'text' ? mapped : mappedNumbers;
    table.set(column, change(cell, map, others, table));
  },
});

/** One spelling for several. */
export const groupCategoriesLowering = stepLowering({
  kind: 'group-categories',
  parameters: groupCategories.parameters,
  learned: z.unknown(),
  lower({ column, groups }, _learned, table) {
    if (groups.some(({ to }) => to === ''))
      throw new NotInGraph('an empty text is not told from a missing one');
    const map = new Map<string, string>();
    // A spelling in two groups goes to the first.
    for (const { to, from } of groups)
      for (const spelling of from) if (!map.has(spelling)) map.set(spelling, to);
    table.set(column, mapped(table.get(column), map, 'keep', table));
  },
});
