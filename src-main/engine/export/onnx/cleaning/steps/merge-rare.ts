import { z } from 'zod';
import { mergeRare } from '../../../../../contract/cleaning/steps/merge-rare';
import { NotInGraph } from '../cells';
import { stepLowering } from '../step-lowering';

/** Categories that training rows had often stay; all others become one. */
export const mergeRareLowering = stepLowering({
  kind: 'merge-rare',
  parameters: mergeRare.parameters,
  learned: z.array(z.object({ name: z.string(), kept: z.array(z.string()) })),
  lower({ other }, learned, table) {
    const { make } = table;
    for (const { name, kept } of learned.filter((one) => table.focus.has(one.name))) {
      const cell = table.get(name);
      if (cell.kind !== 'text') throw new NotInGraph(`${name} is no text`);
      const stays = make.isOneOf(cell.value, ['', ...kept.filter((text) => text !== '')]);
      table.set(name, { ...cell, value: make.where(stays, cell.value, make.text(other)) });
    }
  },
});
