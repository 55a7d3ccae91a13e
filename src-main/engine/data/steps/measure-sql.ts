import { measures, type MeasureName } from '../../../contract/cleaning/measures';
import { StrongroomError } from '../../../contract/errors';
import { identifier } from '../sql';
import { centre } from './measured';
import { kindOfType, rowColumn } from './table';
import type { TableColumn } from './table';

/**
 * A measure as SQL over the rows of a group. @param all SQL of the number of all rows, for `share`.
 * Missing values are passed over; ties of `mode` go to the smallest value. Throws STEP_INVALID when it does not suit.
 */
export function measureSql(
  measure: MeasureName,
  column: TableColumn | undefined,
  { all, filter = '' }: { all: string; filter?: string },
): string {
  const where = (condition: string): string => {
    const both = [condition, filter].filter((one) => one !== '').join(' AND ');
    return both === '' ? '' : ` FILTER (WHERE ${both})`;
  };
  const { types, label } = measures[measure];
  if (types === null) {
    return measure === 'share' ? `count(*)${where('')}::DOUBLE / ${all}` : `count(*)${where('')}`;
  }
  if (column === undefined || !types.some((type) => kindOfType(type) === column.kind)) {
    throw new StrongroomError('STEP_INVALID', `"${label}" does not suit ${column?.name ?? 'no column'}.`, {
      expected: `a column of type ${types.join(', ')}`,
      received: column?.kind ?? 'none',
      next: 'Choose another column or measure.',
    });
  }
  const name = identifier(column.name);
  const row = identifier(rowColumn);
  switch (measure) {
    case 'sum':
      // A group without values sums up to 0, as in pandas.
      return column.kind === 'integer'
        ? `coalesce(sum(${name})${where('')}, 0)::BIGINT`
        : `coalesce(sum(${name})${where('')}, 0)`;
    case 'mean':
    case 'median':
      return filtered(centre(column, measure), `${measure}(`, where(''));
    case 'minimum':
      return `min(${name})${where('')}`;
    case 'maximum':
      return `max(${name})${where('')}`;
    case 'deviation':
      return `stddev_samp(${name})${where('')}`;
    case 'first':
      return `arg_min(${name}, ${row})${where(`${name} IS NOT NULL`)}`;
    case 'last':
      return `arg_max(${name}, ${row})${where(`${name} IS NOT NULL`)}`;
    case 'distinct':
      return `count(DISTINCT ${name})${where('')}`;
    case 'mode':
      // By value and not as met, so that the same rows always give the same.
      return `mode(${name} ORDER BY ${name})${where('')}`;
    default:
      return `count(*)${where('')}`;
  }
}

/** Puts a FILTER behind the aggregate that begins with `begin`, wherever it stands in the expression. */
function filtered(expression: string, begin: string, filter: string): string {
  if (filter === '') return expression;
  const start = expression.indexOf(begin) + begin.length;
  let inQuotes = false;
  let depth = 1;
  for (let index = start; index < expression.length; index++) {
    const character = expression[index];
    if (character === '"') inQuotes = !inQuotes;
    if (inQuotes) continue;
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0) return expression.slice(0, index + 1) + filter + expression.slice(index + 1);
  }
  return expression;
}
