import { z } from 'zod';
import { capOutliers } from '../../../../../contract/cleaning/steps/cap-outliers';
import { isNumber, NotInGraph } from '../cells';
import { stepLowering } from '../step-lowering';

/** From where to where values are usual, by column. */
export const learnedBounds = z.array(
  z.object({ name: z.string(), bounds: z.tuple([z.number(), z.number()]).nullable() }),
);

/** Values beyond the bounds become the bound, or missing. */
export const capOutliersLowering = stepLowering({
  kind: 'cap-outliers',
  parameters: capOutliers.parameters,
  learned: learnedBounds,
  lower({ action }, learned, table) {
    const { make } = table;
    for (const { name, bounds } of learned) {
      if (bounds === null || !table.focus.has(name)) continue;
      const cell = table.get(name);
      if (!isNumber(cell)) throw new NotInGraph(`${name} is no number`);
      // Whole numbers stay whole, and within the bounds.
      const [low, high] = cell.kind === 'integer' ? [Math.ceil(bounds[0]), Math.floor(bounds[1])] : bounds;
      const [least, most] = [make.number(low), make.number(high)];
      const isLow = make.emit('Less', [cell.value, least]);
      const isHigh = make.emit('Greater', [cell.value, most]);
      if (action === 'missing') table.set(name, make.gone(cell, make.or(isLow, isHigh)));
      else
        table.set(name, { ...cell, value: make.where(isLow, least, make.where(isHigh, most, cell.value)) });
    }
  },
});
