import { z } from 'zod';
import { markOutliers } from '../../../../../contract/cleaning/steps/mark-outliers';
import { isNumber, NotInGraph } from '../cells';
import { stepLowering } from '../step-lowering';
import { learnedBounds } from './cap-outliers';

/** True where any of some numbers is beyond its bounds; forests of trees are not in the graph. */
export const markOutliersLowering = stepLowering({
  kind: 'mark-outliers',
  parameters: markOutliers.parameters,
  learned: z.object({ bounds: learnedBounds }),
  lower({ into }, { bounds: learned }, table) {
    const { make } = table;
    const beyond = learned.flatMap(({ name, bounds }) => {
      if (bounds === null) return [];
      const cell = table.get(name);
      if (!isNumber(cell)) throw new NotInGraph(`${name} is no number`);
      const isLow = make.emit('Less', [cell.value, make.number(bounds[0])]);
      const isHigh = make.emit('Greater', [cell.value, make.number(bounds[1])]);
      return [make.and(make.or(isLow, isHigh), make.not(cell.missing))];
    });
    if (beyond.length === 0) throw new NotInGraph('no column has bounds');
    table.set(into, { kind: 'boolean', value: make.or(...beyond), missing: make.truth(false) });
  },
});
