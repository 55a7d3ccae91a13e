import { z } from 'zod';
import { roundNumbers } from '../../../../../contract/cleaning/steps/round-numbers';
import { isNumber } from '../cells';
import { roundHalfAway } from '../expression';
import { stepLowering } from '../step-lowering';

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
      const scaled = make.emit(there, [cell.value, power]);
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
