import { z } from 'zod';
import { columnsIn } from '../../../../../contract/cleaning/expression';
import { deriveColumn } from '../../../../../contract/cleaning/steps/derive-column';
import { isNumber, NotInGraph } from '../cells';
import type { Cell, CellTable } from '../cells';
import { lowerExpression } from '../expression';
import { stepLowering } from '../step-lowering';

const secondsOfDay = 86_400;

/** A name as an expression has it. */
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function days(from: Cell, to: Cell, { make }: CellTable): Cell {
  if ([from, to].some(({ kind }) => kind !== 'date' && kind !== 'datetime'))
    throw new NotInGraph('the columns are no dates');
  const seconds = make.emit('Sub', [to.value, from.value]);
  return {
    kind: 'decimal',
    value: make.emit('Div', [seconds, make.number(secondsOfDay)]),
    missing: make.or(from.missing, to.missing),
  };
}

/** A new column by an expression, or by one of the ready-made forms. */
export const deriveColumnLowering = stepLowering({
  kind: 'derive-column',
  parameters: deriveColumn.parameters,
  learned: z.enum(['integer', 'decimal', 'boolean', 'date', 'datetime', 'text']),
  lower({ form, expression, first, second, into }, kind, table) {
    const { make } = table;
    const column = (name: string | null): Cell => {
      if (name === null) throw new NotInGraph('a column is not chosen');
      return table.get(name);
    };
    const numbers = (...names: (string | null)[]): string[] =>
      names.map((name) => {
        if (!isNumber(column(name))) throw new NotInGraph(`${name ?? ''} is no number`);
        return quoted(name ?? '');
      });
    const made = (): Cell => {
      switch (form) {
        case 'expression':
          // A constant has no rows.
          if (columnsIn(expression).length === 0) throw new NotInGraph('a constant is no column');
          return lowerExpression(expression, table);
        case 'difference':
          return lowerExpression(numbers(first, second).join(' - '), table);
        case 'ratio':
          return lowerExpression(numbers(first, second).join(' / '), table);
        case 'log':
          return lowerExpression(`ln(1 + ${numbers(first).join('')})`, table);
        case 'days':
          return days(column(first), column(second), table);
      }
    };
    const cell = made();
    // Whole numbers by the application are whole here too; an exact decimal is kept as a double.
    const isSame = cell.kind === kind || (isNumber(cell) && kind === 'decimal');
    if (!isSame) throw new NotInGraph(`the result is ${cell.kind} here and ${kind} in the application`);
    if (kind !== 'decimal') return table.set(into, { ...cell, kind });
    const isOdd = make.or(make.emit('IsInf', [cell.value]), make.emit('IsNaN', [cell.value]));
    table.set(into, { ...make.gone(cell, isOdd), kind });
  },
});
