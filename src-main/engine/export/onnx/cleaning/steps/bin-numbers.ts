import { z } from 'zod';
import { binNumbers } from '../../../../../contract/cleaning/steps/bin-numbers';
import { binLabels } from '../../../../data/steps/bin-labels';
import { isNumber, NotInGraph } from '../cells';
import { stepLowering } from '../step-lowering';

/** Ranges of numbers as categories: the label of how many edges a number has reached. */
export const binNumbersLowering = stepLowering({
  kind: 'bin-numbers',
  parameters: binNumbers.parameters,
  learned: z.array(z.number()),
  lower({ column, labels, into }, edges, table) {
    const { make } = table;
    const cell = table.get(column);
    const names = labels.length > 0 ? labels : binLabels(edges);
    if (!isNumber(cell)) throw new NotInGraph(`${column} is no number`);
    if (edges.length === 0 || names.length !== edges.length + 1 || names.includes(''))
      throw new NotInGraph('its labels are not texts of one bin each');
    const list = make.program.constant({
      type: 'double',
      shape: [1, edges.length],
      data: Float64Array.from(edges),
    });
    const reached = make.cast(make.emit('GreaterOrEqual', [cell.value, list]), 'int64');
    const count = make.emit('ReduceSum', [reached, make.program.int64s([1])], { keepdims: { int: 1 } });
    const label = make.program.emit('LabelEncoder', [count], {
      domain: 'ai.onnx.ml',
      attributes: {
        keys_int64s: { ints: names.map((_, index) => index) },
        values_strings: { strings: names },
        default_string: { string: '' },
      },
      hint: 'cleaning',
    });
    const value = make.where(cell.missing, make.text(''), label);
    table.set(into, { kind: 'text', value, missing: cell.missing });
  },
});
