import { z } from 'zod';
import { hair, largestMeant, roundNumbers } from '../../../../../contract/cleaning/steps/round-numbers';
import { isNumber } from '../cells';
import type { CellTable } from '../cells';
import { roundHalfAway } from '../expression';
import { stepLowering } from '../step-lowering';

/** As data/steps/round-numbers.ts has it: whole and half numbers that are off by a hair are taken for what they were. */
function meant(table: CellTable, scaled: string): string {
  const { make } = table;
  const two = make.number(2);
  const half = make.emit('Div', [roundHalfAway(table, make.emit('Mul', [scaled, two])), two]);
  const size = make.emit('Abs', [scaled]);
  const off = make.emit('Abs', [make.emit('Sub', [scaled, half])]);
  const isNear = make.emit('LessOrEqual', [off, make.emit('Mul', [size, make.number(hair)])]);
  const isSmall = make.emit('Less', [size, make.number(largestMeant)]);
  return make.where(make.and(isSmall, isNear), half, scaled);
}

/** Numbers to so many digits; halves go away from zero. */
export const roundNumbersLowering = stepLowering({
  kind: 'round-numbers',
  parameters: roundNumbers.parameters,
  learned: z.unknown(),
  lower({ columns, digits, direction }, _learned, table) {
    const { make } = table;
    const power = make.number(10 ** Math.abs(digits));
    const [there, back] = digits >= 0 ? (['Mul', 'Div'] as const) : (['Div', 'Mul'] as const);
    for (const name of table.needed(columns)) {
      const cell = table.get(name);
      if (!isNumber(cell) || (cell.kind === 'integer' && digits >= 0)) continue;
      const exact = make.emit(there, [cell.value, power]);
      const scaled = digits > 0 ? meant(table, exact) : exact;
      const rounded =
        direction === 'nearest'
          ? roundHalfAway(table, scaled)
          : make.emit(direction === 'down' ? 'Floor' : 'Ceil', [scaled]);
      // A number too large to be scaled has no digits there to cut off.
      const isTooLarge = make.emit('IsInf', [scaled]);
      table.set(name, {
        ...cell,
        value: make.where(isTooLarge, cell.value, make.emit(back, [rounded, power])),
      });
    }
  },
});
