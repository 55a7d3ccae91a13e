import type { StepReport } from '../../../contract/schemas/cleaning';
import { columnsOfStep } from '../../../contract/cleaning';
import { numeric } from '../database';
import type { Database } from '../database';
import { identifier } from '../sql';
import { steps } from '.';
import type { Stage } from './chain';
import { differs, rowColumn } from './table';
import type { TableColumn } from './table';

/** A table before a step. */
export interface Before {
  relation: string;
  columns: readonly TableColumn[];
}

/** The columns of a step that are there before and after it. */
const sharedColumns = (before: Before, { step, columns }: Stage): string[] =>
  columnsOfStep(step).filter(
    (name) =>
      before.columns.some((column) => column.name === name) && columns.some((column) => column.name === name),
  );

/** How many rows, columns and cells a step changes, counted. */
export async function reportOf(database: Database, before: Before, stage: Stage): Promise<StepReport> {
  const { step, relation, columns, error } = stage;
  const row = identifier(rowColumn);
  const shared = steps[step.kind].effect === 'cells' ? sharedColumns(before, stage) : [];
  const counted = (conditions: readonly string[]): string =>
    conditions.length === 0
      ? '0'
      : conditions.map((condition) => `count(*) FILTER (${condition})`).join(' + ');
  const changed = counted(shared.map((name) => differs(name, before.columns, columns)));
  const emptied = counted(
    shared.map((name) => `b.${identifier(name)} IS NOT NULL AND a.${identifier(name)} IS NULL`),
  );
  const cells =
    shared.length === 0
      ? '(SELECT 0 AS changed, 0 AS emptied)'
      : `(SELECT ${changed} AS changed, ${emptied} AS emptied FROM ${before.relation} b JOIN ${relation} a USING (${row}))`;
  const [found = {}] = await database.rows(
    `SELECT (SELECT count(*) FROM ${before.relation}) AS before, (SELECT count(*) FROM ${relation}) AS after, changed, emptied FROM ${cells}`,
  );
  return {
    id: step.id,
    rows: { before: numeric(found['before']), after: numeric(found['after']) },
    columns: { before: before.columns.length, after: columns.length },
    changed: steps[step.kind].effect === 'cells' ? numeric(found['changed']) : null,
    ...(steps[step.kind].effect === 'cells' ? { emptied: numeric(found['emptied']) } : {}),
    error,
  };
}
