import { enabledSteps } from '../../../contract/cleaning';
import type { CleaningStep } from '../../../contract/cleaning';
import { StrongroomError } from '../../../contract/errors';
import type { ErrorPayload } from '../../../contract/errors';
import type { Database } from '../database';
import { firstLine } from '../database';
import { identifier } from '../sql';
import { steps } from '.';
import { columnsOf } from './table';
import type { StepTable, TableColumn } from './table';

/** What the steps learned, by their ids: kept with a model, for later files. */
export type Learned = Readonly<Record<string, unknown>>;

/** The table after one step. */
export interface Stage {
  step: CleaningStep;
  relation: string;
  columns: readonly TableColumn[];
  /** Why the step was left out; then the stage is that before it. */
  error: ErrorPayload | null;
}

export interface Chain {
  /** After the last step. */
  relation: string;
  columns: readonly TableColumn[];
  learned: Learned;
  stages: readonly Stage[];
  /** Whether rows come in their order without being sorted. */
  keepsOrder: boolean;
}

export interface ChainOptions {
  database: Database;
  /** What the steps begin with, with `rowColumn`. */
  relation: string;
  steps: readonly CleaningStep[];
  /** For a later file: what the steps learned before. Those that leave rows out are passed over. */
  learned?: Learned;
  /** What steps learned before from the very rows that they get here, so that it need not be learned again. */
  known?: Learned;
  /** Whether a step that cannot be done is passed over and told, instead of thrown. */
  tolerant?: boolean;
  seed?: number;
}

/** Errors of DuckDB as they concern a person who wrote an expression; its own faults stay faults. */
function explained(step: CleaningStep, error: unknown): unknown {
  if (error instanceof StrongroomError || !(error instanceof Error)) return error;
  if (!/^(Binder|Parser|Conversion|Invalid Input|Out of Range|Catalog) Error/i.test(error.message))
    return error;
  return new StrongroomError(
    'STEP_INVALID',
    `The step "${step.name ?? step.kind}" cannot be done: ${firstLine(error.message)}`,
    {
      next: 'Change the step, or switch it off.',
      cause: error,
    },
  );
}

/**
 * Puts steps one after the other as views, each over the one before. Nothing is read but what a step has to learn.
 * Throws STEP_INVALID, naming the step, unless `tolerant`.
 */
export async function chain(options: ChainOptions): Promise<Chain> {
  const { database, seed = 1, tolerant = false } = options;
  const isLater = options.learned !== undefined;
  const known = new Map(Object.entries(options.learned ?? options.known ?? {}));
  const learned: Record<string, unknown> = {};
  const stages: Stage[] = [];
  let { relation } = options;
  let columns = await columnsOf(database, relation);
  let keepsOrder = true;
  for (const [index, step] of enabledSteps(options.steps).entries()) {
    const { fit, sql, effect, keepsOrder: keeps, onlyHere } = steps[step.kind];
    if (isLater && (effect === 'rows' || onlyHere)) continue;
    const table: StepTable = { database, relation, columns, seed };
    const view = identifier(`#after ${String(index)}`);
    try {
      const found = isLater || known.has(step.id) ? known.get(step.id) : await fit(step, table);
      const select = await sql(step, table, found);
      await database.run(`CREATE OR REPLACE TEMP VIEW ${view} AS ${select}`);
      columns = await columnsOf(database, view);
      relation = view;
      keepsOrder &&= keeps(step);
      learned[step.id] = found;
      stages.push({ step, relation, columns, error: null });
    } catch (thrown) {
      const error = explained(step, thrown);
      if (!tolerant || !(error instanceof StrongroomError) || error.code !== 'STEP_INVALID') throw error;
      stages.push({ step, relation, columns, error: error.toPayload() });
    }
  }
  return { relation, columns, learned, stages, keepsOrder };
}
