import { z } from 'zod';
import { fillMissing } from '../../../../../contract/cleaning/steps/fill-missing';
import { NotInGraph } from '../cells';
import { stepLowering } from '../step-lowering';
import { filledWith, typedConstant } from '../typed-value';

const learned = z.array(
  z.object({ name: z.string(), value: z.string().nullable(), groups: z.array(z.unknown()) }),
);

/** A constant, or the mean, median or most frequent value of training rows; groups are not in the graph. */
export const fillMissingLowering = stepLowering({
  kind: 'fill-missing',
  parameters: fillMissing.parameters,
  learned,
  lower({ columns, method, value, within, indicator }, found, table) {
    if (method !== 'constant' && within.length > 0) throw new NotInGraph('groups have values of their own');
    for (const name of table.needed(columns)) {
      const cell = table.get(name);
      const filling = method === 'constant' ? value : found.find((one) => one.name === name)?.value;
      if (filling !== undefined && filling !== null)
        table.set(name, filledWith(table, cell, typedConstant(table, cell.kind, filling)));
      if (indicator) {
        const never = table.make.truth(false);
        table.set(`${name} is missing`, { kind: 'boolean', value: cell.missing, missing: never });
      }
    }
  },
});
