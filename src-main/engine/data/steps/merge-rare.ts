import { z } from 'zod';
import { mergeRare } from '../../../contract/cleaning/steps/merge-rare';
import { StrongroomError } from '../../../contract/errors';
import { identifier, literal } from '../sql';
import { implementStep } from './implement';
import { replacing } from './table';

/** Categories that a model may know by name. */
const mostKept = 20_000;

export const mergeRareStep = implementStep(mergeRare, {
  /** The categories that stay, by column. */
  learned: z.array(z.object({ name: z.string(), kept: z.array(z.string()) })),
  keepsOrder: true,
  learnsFromRows: true,
  async fit({ columns, rule, share, count, top }, { database, relation, columns: present }) {
    const learned = [];
    for (const { name, kind } of present.filter((column) => columns.includes(column.name))) {
      if (kind !== 'text') {
        throw new StrongroomError('STEP_INVALID', `The column ${name} has no categories.`, {
          expected: 'columns of text',
          received: `a column of kind ${kind}`,
          next: 'Take it out of the step, or make it text in a step before.',
        });
      }
      const column = identifier(name);
      // With the whole number of rows in the comparison, as share * rows is not exact.
      const condition = {
        share: `n >= ${String(share)}::DOUBLE * total`,
        count: `n >= ${String(count)}`,
        top: 'true',
      }[rule];
      const found = await database.rows(
        `SELECT value FROM (SELECT ${column} AS value, count(*) AS n, sum(count(*)) OVER () AS total FROM ${relation} WHERE ${column} IS NOT NULL GROUP BY 1) WHERE ${condition} ORDER BY n DESC, value LIMIT ${String(rule === 'top' ? top : mostKept)}`,
      );
      learned.push({ name, kept: found.map(({ value }) => String(value)) });
    }
    return learned;
  },
  sql({ other }, { relation }, learned) {
    const changes = learned.map(({ name, kept }): [string, string] => {
      const column = identifier(name);
      const stays = kept.length === 0 ? 'false' : `${column} IN (${kept.map(literal).join(', ')})`;
      return [name, `CASE WHEN ${column} IS NULL OR ${stays} THEN ${column} ELSE ${literal(other)} END`];
    });
    return replacing(relation, changes);
  },
});
