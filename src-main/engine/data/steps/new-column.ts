import { StrongroomError } from '../../../contract/errors';
import { identifier } from '../sql';
import { rowColumn } from './table';
import type { TableColumn } from './table';

/**
 * The name of a column that a step makes, as SQL. Throws STEP_INVALID when it is taken: capital and small letters do not
 * tell columns apart.
 */
export function newColumn(name: string, columns: readonly TableColumn[]): string {
  const taken = [rowColumn, ...columns.map((column) => column.name)];
  if (name.trim() !== '' && taken.every((other) => other.toLowerCase() !== name.toLowerCase())) {
    return identifier(name);
  }
  throw new StrongroomError('STEP_INVALID', `A new column cannot be called "${name}".`, {
    expected: 'a name that no other column has',
    received: name,
    next: 'Give the new column another name, or rename or drop the other one first.',
  });
}

/** The names of several columns that a step makes, as SQL. Throws STEP_INVALID when one is taken, or there twice. */
export function newColumns(names: readonly string[], columns: readonly TableColumn[]): string[] {
  return names.map((name, index) => {
    const earlier = names.slice(0, index).map((other): TableColumn => ({ name: other, kind: 'text' }));
    return newColumn(name, [...columns, ...earlier]);
  });
}
