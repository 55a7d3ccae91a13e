import { z } from 'zod';
import { changeType } from '../../../../../contract/cleaning/steps/change-type';
import { isNumber, NotInGraph } from '../cells';
import { stepLowering } from '../step-lowering';

/** Whole numbers hold at most so much: beyond, they become missing. */
const mostWhole = 2 ** 63;

/** Between whole numbers and others; texts are read by the application alone. */
export const changeTypeLowering = stepLowering({
  kind: 'change-type',
  parameters: changeType.parameters,
  learned: z.unknown(),
  lower({ columns, to }, _learned, table) {
    const { make } = table;
    for (const name of table.needed(columns)) {
      const cell = table.get(name);
      if (cell.kind === to) continue;
      if (!isNumber(cell) || (to !== 'integer' && to !== 'decimal'))
        throw new NotInGraph(`${cell.kind} is not made ${to} in ONNX`);
      if (to === 'decimal') table.set(name, { ...cell, kind: to });
      else {
        const whole = make.emit('Equal', [make.emit('Floor', [cell.value]), cell.value]);
        const fits = make.emit('Less', [make.emit('Abs', [cell.value]), make.number(mostWhole)]);
        table.set(name, { ...make.gone(cell, make.not(make.and(whole, fits))), kind: to });
      }
    }
  },
});
