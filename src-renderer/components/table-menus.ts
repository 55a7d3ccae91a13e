import type { Cell, Column, ColumnType } from '../../src-main/contract';
import { cellText } from '../logic/cells';
import { cellCondition } from '../logic/conditions';
import { shortened } from '../logic/text';
import type { TableState } from '../state/table-state.svelte';
import type { MenuItem } from './menu';

const roomForText = 24;

/** What can be done with a column. */
export function headerItems(
  table: TableState,
  name: string,
  { filter, fit }: { filter: () => void; fit: () => void },
): MenuItem[] {
  const others = table.look.sort.filter(({ column }) => column !== name);
  const isFrozen = table.look.frozen.includes(name);
  return [
    { label: 'Sort ascending', icon: 'up', run: () => table.sortTo([{ column: name, descending: false }]) },
    { label: 'Sort descending', icon: 'down', run: () => table.sortTo([{ column: name, descending: true }]) },
    ...(others.length > 0
      ? [
          {
            label: `Then sort by ${shortened(name, roomForText)}`,
            keys: 'Shift Enter',
            run: () => table.sortTo([...others, { column: name, descending: false }]),
          },
        ]
      : []),
    { label: 'Filter rows', icon: 'filter', run: filter },
    {
      label: isFrozen ? 'Let it scroll again' : 'Keep in view',
      icon: 'lock',
      run: () => table.freeze(name, !isFrozen),
    },
    { label: 'Fit the width', run: fit },
    { label: 'Usual width', icon: 'reset', run: () => table.resize(name, null) },
  ];
}

/** Puts a cell on the clipboard, as it is shown. */
export const copyCell = (cell: Cell, type: ColumnType): void =>
  void navigator.clipboard.writeText(cell === null ? '' : cellText(cell, type));

/** What can be done with a cell. */
export function cellItems(
  table: TableState,
  { name, type }: Column,
  cell: Cell,
  { correct, cleaning }: { correct?: () => void; cleaning: (cell: Cell) => MenuItem[] },
): MenuItem[] {
  const text = cell === null ? 'missing' : shortened(cellText(cell, type), roomForText);
  return [
    {
      label: `Only rows with ${name} ${text}`,
      icon: 'filter',
      run: () => table.narrow(cellCondition(name, cell, true)),
    },
    { label: `Without ${name} ${text}`, run: () => table.narrow(cellCondition(name, cell, false)) },
    {
      label: 'Copy',
      keys: 'Ctrl C',
      run: () => copyCell(cell, type),
    },
    ...(correct === undefined
      ? []
      : [
          {
            label: type === 'image' ? 'Enlarge this picture…' : 'Correct this cell…',
            keys: 'F2',
            separated: true,
            run: correct,
          },
        ]),
    ...cleaning(cell),
  ];
}
