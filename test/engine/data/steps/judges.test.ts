import { describe, expect, test } from 'vitest';
import { cleaningStepSchema, stepDefinitions } from '../../../../src-main/contract/cleaning';
import type { Cell } from '../../../../src-main/contract/schemas/common';
import { judged } from './judges';
import { run, tableOf } from './support';

/** Numbers to ten digits: sums may be added up in another order. */
const steady = (cell: Cell): Cell => (typeof cell === 'number' ? Number(cell.toPrecision(10)) + 0 : cell);

const titles = new Map<string, number>();

/** "3. filter-rows as pandas" */
function titleOf(kind: string, judge: string): string {
  const number = (titles.get(kind) ?? 0) + 1;
  titles.set(kind, number);
  return `${kind} ${String(number)}, as ${judge}`;
}

test('every kind of step has a judge', () => {
  const kinds = new Set(judged.map(({ step }) => step.kind));
  expect(Object.keys(stepDefinitions).filter((kind) => !kinds.has(kind))).toEqual([]);
  expect([...kinds].filter((kind) => !(kind in stepDefinitions))).toEqual([]);
});

describe.each([...new Set(judged.map(({ family }) => family))])('%s', (wanted) => {
  for (const { step, judge, table, expected, rows, family } of judged) {
    if (family !== wanted) continue;
    test(titleOf(step.kind, judge), async () => {
      const found = await run(tableOf(table), [cleaningStepSchema.parse({ id: 'judged', ...step })]);
      const cells = (of: Record<string, Cell[]>): Record<string, Cell[]> =>
        Object.fromEntries(Object.entries(of).map(([name, list]) => [name, list.map(steady)]));
      expect(cells(found.cells)).toEqual(cells(expected));
      expect(Object.keys(found.cells)).toEqual(Object.keys(expected));
      if (rows !== undefined) expect(found.rows).toEqual(rows);
    });
  }
});
