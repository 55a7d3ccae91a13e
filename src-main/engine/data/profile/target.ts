import type { TargetPart } from '../../../contract/schemas/analysis';
import type { ColumnSummary } from '../../../contract/schemas/data';
import { planTask } from '../../../contract/planning/task';
import { numeric } from '../database';
import type { Database } from '../database';
import { identifier } from '../sql';
import { coded } from './bins';
import type { Coded } from './bins';
import { contingency, entropy, mutualInformation } from './contingency';
import { predictsClasses, predictsNumbers } from './predictive';
import type { Sample, SampleColumn } from './sample';

const mostClasses = 50;
/** Bins of a number that is asked what it tells of the target: fine enough to see that it is nearly the target. */
const fineBins = 64;
/** Rows of a bin, of which half are looked up. */
const rowsOfBin = 10;

/** What kind of answer a column is; null when it cannot be predicted. */
export function taskOf(target: ColumnSummary): TargetPart['task'] | null {
  try {
    return planTask({ task: 'auto' }, target).task === 'regression' ? 'regression' : 'classification';
  } catch {
    return null;
  }
}

async function balanceOf(
  database: Database,
  relation: string,
  { name, missing }: ColumnSummary,
  rows: number,
): Promise<NonNullable<TargetPart['balance']>> {
  const found = await database.rows(
    `SELECT ${identifier(name)}::VARCHAR AS value, count(*) AS n FROM ${relation} WHERE value IS NOT NULL GROUP BY value ORDER BY n DESC, value`,
  );
  const all = found.map(({ value, n }) => ({ value: String(value), rows: numeric(n) }));
  const classes = all.slice(0, mostClasses);
  const shown = classes.reduce((sum, each) => sum + each.rows, 0);
  return {
    classes,
    otherRows: rows - missing - shown,
    imbalance: (all[0]?.rows ?? 0) / Math.max(1, all.at(-1)?.rows ?? 0),
  };
}

/** Bins that are fine, and still hold enough rows each to be looked up from. */
export const finePartsOf = (rows: number): number =>
  Math.max(2, Math.min(fineBins, Math.floor(rows / rowsOfBin)));

/** Classes of a target keep every value apart, also of numbers. */
const classesOf = (target: SampleColumn): Coded => coded(target, 200);

/** How well a column alone predicts the target: see predictsClasses and predictsNumbers. */
export const predicts = (x: Coded, target: SampleColumn, task: TargetPart['task']): number =>
  task === 'regression' && target.values !== null
    ? predictsNumbers(x, target.values)
    : predictsClasses(x, classesOf(target));

/** The column to predict, and what every other one tells of it. */
export async function targetPartOf(
  database: Database,
  relation: string,
  sample: Sample,
  target: SampleColumn,
  task: TargetPart['task'],
  rows: number,
): Promise<TargetPart> {
  const answers = task === 'regression' ? coded(target) : classesOf(target);
  const columns = sample.columns
    .filter(({ name }) => name !== target.name)
    .map((column) => {
      const table = contingency(coded(column), answers);
      const nats = mutualInformation(table);
      const known = entropy(table.columnTotals);
      return {
        column: column.name,
        nats,
        share: known === 0 ? 0 : Math.min(1, nats / known),
        predicts: predicts(coded(column, finePartsOf(sample.rows)), target, task),
      };
    })
    .sort((a, b) => b.nats - a.nats || a.column.localeCompare(b.column));
  return {
    column: target.name,
    task,
    balance: task === 'regression' ? null : await balanceOf(database, relation, target.summary, rows),
    missing: target.summary.missing,
    columns,
  };
}
