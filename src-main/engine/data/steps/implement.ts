import type { z } from 'zod';
import { StrongroomError } from '../../../contract/errors';
import type { StepEffect } from '../../../contract/cleaning';
import { listed } from '../../../contract/cleaning';
import type { StepTable } from './table';

/** How steps of one kind are done. */
export interface StepImplementation<Parameters, Learned> {
  /** What is learned from the rows of the data set and used for later files too: plain JSON. */
  learned: z.ZodType<Learned>;
  fit(parameters: Parameters, table: StepTable): Promise<Learned>;
  /**
   * One SELECT over `table.relation` that gives the rows after the step, with `rowColumn`. What SQL cannot compute is
   * put into a temporary table first.
   */
  sql(parameters: Parameters, table: StepTable, learned: Learned): string | Promise<string>;
  /** Whether rows stay in the order in which the relation gives them; false where there are windows or joins. */
  keepsOrder: boolean | ((parameters: Parameters) => boolean);
  /** Whether what is learned are statistics of the rows, so that other rows would teach something else. */
  learnsFromRows?: boolean | ((parameters: Parameters) => boolean);
  /**
   * Rows that a preview is computed on where each costs so much that the usual number would keep a person waiting.
   * @param width columns of the table that the steps begin with.
   */
  previewRows?: (parameters: Parameters, width: number) => number;
  /** Whether it is about rows of this very table, so that later files are left as they are. */
  onlyHere?: boolean;
}

/** Steps of a kind that is not known. */
export interface Step {
  readonly effect: StepEffect;
  readonly onlyHere: boolean;
  keepsOrder(step: unknown): boolean;
  learnsFromRows(step: unknown): boolean;
  previewRows(step: unknown, width: number): number;
  /** Throws STEP_INVALID when the table does not suit the step. */
  fit(step: unknown, table: StepTable): Promise<unknown>;
  /** @param learned what `fit` gave. Throws STEP_INVALID. */
  sql(step: unknown, table: StepTable, learned: unknown): Promise<string>;
}

interface Definition<Shape extends z.ZodRawShape> {
  readonly title: string;
  readonly effect: StepEffect;
  readonly parameters: z.ZodObject<Shape>;
  columns(step: unknown): readonly string[];
}

/** Throws STEP_INVALID when a column that the step needs is not there. */
function requireColumns(title: string, needed: readonly string[], { columns }: StepTable): void {
  const present = new Set(columns.map(({ name }) => name));
  const absent = needed.filter((name) => !present.has(name));
  if (absent.length === 0) return;
  if (absent.every((name) => name === '')) {
    throw new StrongroomError('STEP_INVALID', `The step "${title}" needs a column that is not chosen yet.`, {
      expected: `a column of the table at that place, such as ${listed([...present].slice(0, 3))}`,
      received: 'none',
      next: 'Choose the column in the step, or switch it off.',
    });
  }
  throw new StrongroomError(
    'STEP_INVALID',
    `The step "${title}" needs ${listed(absent)}, which is not there.`,
    {
      expected: `columns of the table at that place, such as ${listed([...present].slice(0, 3))}`,
      received: absent.join(', '),
      next: 'Choose other columns in the step, move it, or switch it off.',
    },
  );
}

/** Joins what a kind of step is with how it is done. */
export function implementStep<Shape extends z.ZodRawShape, Learned>(
  definition: Definition<Shape>,
  implementation: StepImplementation<z.output<z.ZodObject<Shape>>, Learned>,
): Step {
  const { title, effect, parameters, columns } = definition;
  const { learned: schema, fit, sql, keepsOrder, learnsFromRows = false, onlyHere = false } = implementation;
  const { previewRows = () => Infinity } = implementation;
  return {
    effect,
    onlyHere,
    keepsOrder: (step) => (typeof keepsOrder === 'boolean' ? keepsOrder : keepsOrder(parameters.parse(step))),
    learnsFromRows: (step) =>
      typeof learnsFromRows === 'boolean' ? learnsFromRows : learnsFromRows(parameters.parse(step)),
    previewRows: (step, width) => previewRows(parameters.parse(step), width),
    fit: async (step, table) => {
      requireColumns(title, columns(step), table);
      return fit(parameters.parse(step), table);
    },
    sql: async (step, table, learned) => {
      requireColumns(title, columns(step), table);
      return sql(parameters.parse(step), table, schema.parse(learned));
    },
  };
}
