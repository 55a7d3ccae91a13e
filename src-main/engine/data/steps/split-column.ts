import { z } from 'zod';
import { partNames, splitColumn } from '../../../contract/cleaning/steps/split-column';
import { StrongroomError } from '../../../contract/errors';
import { identifier, literal } from '../sql';
import { implementStep } from './implement';
import { newColumns } from './new-column';
import { requirePattern } from './texts';

const invalid = (message: string, received: string, expected: string): StrongroomError =>
  new StrongroomError('STEP_INVALID', message, {
    expected,
    received,
    next: 'Change the setting of the step.',
  });

/** Where each part begins and ends, in characters from 1. */
function cuts(positions: readonly string[]): [number, number | null][] {
  const numbers = positions.map(Number);
  const isAscending = numbers.every(
    (number, index) => Number.isInteger(number) && number > (numbers[index - 1] ?? 0),
  );
  if (numbers.length === 0 || !isAscending) {
    throw invalid(
      'The positions cannot be used.',
      positions.join(', ') || 'no position',
      'whole numbers that ascend, such as 3 and 5',
    );
  }
  return [...numbers, null].map((end, index) => [(numbers[index - 1] ?? 0) + 1, end]);
}

export const splitColumnStep = implementStep(splitColumn, {
  learned: z.null(),
  keepsOrder: true,
  async fit({ by, pattern }, table) {
    if (by === 'pattern') await requirePattern(pattern, table);
    return null;
  },
  sql(parameters, table) {
    const { column, by, delimiter, pattern, positions, count, rest, keep } = parameters;
    const text = `CAST(${identifier(column)} AS VARCHAR)`;
    const separator = by === 'delimiter' ? delimiter : pattern;
    if (by !== 'positions' && separator === '') {
      throw invalid('There is nothing to split at.', 'an empty text', 'a text such as a comma');
    }
    const list =
      by === 'delimiter'
        ? `string_split(${text}, ${literal(separator)})`
        : `string_split_regex(${text}, ${literal(separator)})`;
    const places = by === 'positions' ? cuts(positions) : [];
    const part = (index: number): string => {
      if (by !== 'positions') {
        const number = String(index + 1);
        return rest && by === 'delimiter' && index === count - 1
          ? `array_to_string(${list}[${number}:], ${literal(separator)})`
          : `${list}[${number}]`;
      }
      const [from, to] = places[index] ?? [0, 0];
      if (from === 0) return 'NULL::VARCHAR';
      return to === null
        ? `substr(${text}, ${String(from)})`
        : `substr(${text}, ${String(from)}, ${String(to - from + 1)})`;
    };
    const left = table.columns.filter(({ name }) => keep || name !== column);
    const made = newColumns(partNames(parameters), left).map(
      (name, index) => `nullif(${part(index)}, '') AS ${name}`,
    );
    const others = keep ? '*' : `* EXCLUDE (${identifier(column)})`;
    return `SELECT ${others}, ${made.join(', ')} FROM ${table.relation}`;
  },
});
