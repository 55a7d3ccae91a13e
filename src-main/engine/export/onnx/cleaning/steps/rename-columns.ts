import { z } from 'zod';
import { renameColumns } from '../../../../../contract/cleaning/steps/rename-columns';
import { stepLowering } from '../step-lowering';

/** Other names, all at once, so that two may be exchanged. */
export const renameColumnsLowering = stepLowering({
  kind: 'rename-columns',
  parameters: renameColumns.parameters,
  learned: z.unknown(),
  lower({ names }, _learned, { cells }) {
    const moved = names.flatMap(({ from, to }) => {
      const cell = cells.get(from);
      return cell === undefined ? [] : [{ to, cell }];
    });
    for (const { from } of names) cells.delete(from);
    for (const { to, cell } of moved) cells.set(to, cell);
  },
});
