import {
  stepDefinitions,
  type Cell,
  type ChosenColumn,
  type Column,
  type StepKind,
} from '../../src-main/contract';
import type { MenuItem } from '../components/menu';
import { cellText } from '../logic/cells';
import { inFile } from '../logic/corrections';
import { shortened } from '../logic/text';
import type { Workbench } from './workbench.svelte';

const roomForText = 24;

/** Steps that are asked for most, straight from a column's menu. */
const quickSteps: readonly StepKind[] = ['change-type', 'fill-missing', 'rename-columns', 'drop-columns'];

/** What menus of a table offer to clean its columns and cells. */
export interface CleaningItems {
  column: (column: Column) => MenuItem[];
  /** @param row of the data set, from 0; null where rows are not those of the data set. */
  cell: (column: Column, cell: Cell, row: number | null) => MenuItem[];
}

/** The columns of these names as they are after the steps there are, where a new step finds them. */
export function columnsToClean({ project }: Workbench, names: readonly string[]): ChosenColumn[] {
  return names.flatMap((name) => project.table?.columns.find((column) => column.name === name) ?? []);
}

const gone = 'The cleaning steps have renamed or dropped this column. Clean it in Prepare.';

/** Each begins a step with the column, or the value, filled in and shows what it would do. */
export function cleaningItems(workbench: Workbench): CleaningItems {
  const { cleaning } = workbench;
  return {
    column: ({ name }) => {
      const columns = columnsToClean(workbench, [name]);
      if (columns.length === 0)
        return [{ label: 'Clean', disabled: gone, separated: true, run: () => undefined }];
      return [
        { label: 'Clean…', icon: 'clean', separated: true, run: () => (cleaning.choosing = columns) },
        ...quickSteps.map((kind) => ({
          label: stepDefinitions[kind].title,
          run: () => cleaning.begin(kind, columns),
        })),
      ];
    },
    cell: ({ name, type }, cell, row) => {
      const columns = columnsToClean(workbench, [name]);
      const [column] = columns;
      const text = cell === null ? '' : shortened(cellText(cell, type), roomForText);
      const items: MenuItem[] =
        row === null || cell === null
          ? []
          : [{ label: 'Make this cell missing', run: () => void cleaning.correct(row, name, null) }];
      if (column === undefined) return items;
      if (cell === null) {
        return [
          ...items,
          {
            label: 'Fill missing values…',
            separated: true,
            run: () => cleaning.begin('fill-missing', columns),
          },
          { label: 'Leave out rows without it…', run: () => cleaning.begin('drop-missing-rows', columns) },
        ];
      }
      const from = inFile(cell, type);
      const map = (to: string): void => cleaning.begin('map-values', columns, { pairs: [{ from, to }] });
      const filter = (action: 'keep' | 'drop'): void =>
        cleaning.begin('filter-rows', columns, {
          action,
          conditions: { join: 'and', conditions: [{ column: name, operator: 'equals', values: [from] }] },
        });
      return [
        ...items,
        { label: `Replace ${text} everywhere…`, separated: true, run: () => map(from) },
        { label: `Make ${text} missing everywhere…`, run: () => map('') },
        { label: `Keep only rows with ${text}…`, run: () => filter('keep') },
        { label: `Leave out rows with ${text}…`, run: () => filter('drop') },
      ];
    },
  };
}
