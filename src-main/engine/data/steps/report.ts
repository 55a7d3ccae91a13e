import type { StepReport } from '../../../contract/schemas/cleaning';
import { columnsOfStep } from '../../../contract/cleaning';
import { numeric } from '../database';
import type { Database } from '../database';
import { identifier } from '../sql';
import { steps } from '.';
import type { Stage } from './chain';
import { rowColumn } from './table';
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
  const differing = shared.map(
    (name) => `count(*) FILTER (b.${identifier(name)} IS DISTINCT FROM a.${identifier(name)})`,
  );
  const changed =
    differing.length === 0
      ? '0'
      : `(SELECT ${differing.join(' + ')} FROM ${before.relation} b JOIN ${relation} a USING (${row}))`;
  const [found = {}] = await database.rows(
    `SELECT (SELECT count(*) FROM ${before.relation}) AS before, (SELECT count(*) FROM ${relation}) AS after, ${changed} AS changed`,
  );
  return {
    id: step.id,
    rows: { before: numeric(found['before']), after: numeric(found['after']) },
    columns: { before: before.columns.length, after: columns.length },
    changed: steps[step.kind].effect === 'cells' ? numeric(found['changed']) : null,
    error,
  };
}
