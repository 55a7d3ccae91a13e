import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeStep } from '../../../../src-main/contract/cleaning';
import { run, step, tableOf } from './support';

const table = tableOf({
  name: { type: 'VARCHAR', cells: ['a', null, "it's"] },
  n: { type: 'BIGINT', cells: [1, 2, 3] },
  day: { type: 'DATE', cells: ['2024-01-01', null, '2024-01-03'] },
});
const correct = (column: string, row: number, value: string | null) =>
  step({ kind: 'correct-cell', column, row, value });

test('one cell gets another value, or none; all others stay', async () => {
  const { cells } = await run(table, [
    correct('name', 1, "O'Neill"),
    correct('n', 2, '-7'),
    correct('day', 0, null),
    correct('n', 2, '8'),
  ]);
  expect(cells).toEqual({
    name: ['a', "O'Neill", "it's"],
    n: [1, 2, 8],
    day: [null, null, '2024-01-03'],
  });
});

test('any text may be put into a column of words, and the last correction of a cell counts', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.nat(2),
          fc.option(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', ''))),
        ),
        {
          minLength: 1,
          maxLength: 6,
        },
      ),
      async (corrections) => {
        const expected: (string | null)[] = ['a', null, "it's"];
        for (const [row, value] of corrections) expected[row] = value;
        const { cells } = await run(
          table,
          corrections.map(([row, value]) => correct('name', row, value)),
        );
        expect(cells['name']).toEqual(expected);
      },
    ),
    { numRuns: 30 },
  );
});

test('a row keeps its number when rows before it are taken away, and later files are left as they are', async () => {
  const doubled = tableOf({ n: { type: 'BIGINT', cells: [5, 5, 6] } });
  const steps = [step({ kind: 'remove-duplicates' }), correct('n', 2, '9')];
  const { cells, learned } = await run(doubled, steps);
  expect(cells['n']).toEqual([5, 9]);
  expect((await run(doubled, steps, { learned })).cells['n']).toEqual([5, 5, 6]);
});

test('a value that cannot stand in the column, and a column that is not there, are told', async () => {
  await expect(run(table, [correct('n', 0, 'many')])).rejects.toMatchObject({ code: 'STEP_INVALID' });
  await expect(run(table, [correct('gone', 0, '1')])).rejects.toMatchObject({ code: 'STEP_INVALID' });
  expect(describeStep(correct('n', 0, '4'))).toBe('Set n of row 1 to "4"');
});
