import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const folder = 'test/fixtures/cleaning-steps';
const cell = z.union([z.string(), z.number(), z.boolean()]).nullable();

const familySchema = z.object({
  cases: z.array(
    z.object({
      step: z.looseObject({ kind: z.string() }),
      /** The program, or the function of it, that made what is expected. */
      judge: z.string().min(1),
      table: z.record(z.string(), z.object({ type: z.string(), cells: z.array(cell) })),
      /** Columns in their order, rows in theirs. */
      expected: z.record(z.string(), z.array(cell)),
      /** Numbers of the rows that stay, for steps that leave rows out. */
      rows: z.array(z.number()).optional(),
    }),
  ),
});

/** Steps with tables and what other programs make of them: see test/fixtures/cleaning-steps/make.py. */
export const judged = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => {
    const { cases } = familySchema.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    return cases.map((one) => ({ ...one, family: name.replace('.json', '') }));
  });
