import { z } from 'zod';
import type { Column, ColumnType } from '../schemas/data';
import type { Field } from './fields';

/** Under which steps are found in the menu. */
export const stepGroups = [
  'text',
  'types',
  'columns',
  'rows',
  'missing',
  'outliers',
  'categories',
  'tables',
] as const;
export type StepGroup = (typeof stepGroups)[number];

/**
 * What a step changes. `cells` and `columns` keep every row, and are done to later files too; `rows` leaves rows out (or
 * adds some), which is for training only, since each row of a later file gets an answer; `table` makes another table.
 */
export type StepEffect = 'cells' | 'columns' | 'rows' | 'table';

/** Of the column for which a step is begun in the window. */
export type ChosenColumn = Pick<Column, 'name' | 'type'>;

export interface StepDescription<Kind extends string, Shape extends z.ZodRawShape> {
  readonly kind: Kind;
  /** A verb and what it is done to, as in the menu: "Trim text". */
  readonly title: string;
  readonly group: StepGroup;
  /** One sentence: when to use it. */
  readonly purpose: string;
  readonly effect: StepEffect;
  readonly parameters: z.ZodObject<Shape>;
  /** The controls for the parameters, in order. */
  readonly fields: readonly Field<Extract<keyof Shape, string>>[];
  /** Types of the columns that it suits; all when left out. */
  readonly suits?: readonly ColumnType[];
  /** The parameters of a new step. @param chosen columns that suit it and were chosen when it was added. */
  readonly begin: (chosen: readonly ChosenColumn[]) => z.input<z.ZodObject<Shape>>;
  /** What it does, in a plain sentence without a full stop: "Trim Name and City". */
  readonly describe: (parameters: z.output<z.ZodObject<Shape>>) => string;
  /** The columns that have to be there. */
  readonly columns: (parameters: z.output<z.ZodObject<Shape>>) => readonly string[];
}

/** What every step has beside its parameters. */
const common = {
  /** Stays the same while the step is edited or moved. */
  id: z.string().regex(/^[a-z0-9-]{1,64}$/),
  enabled: z.boolean().default(true),
  /** Given by the person; else `describe` speaks for it. */
  name: z.string().max(120).nullable().default(null),
};

/** A kind of cleaning step: its schema, and functions that take any step of the kind. */
export function defineStep<const Kind extends string, Shape extends z.ZodRawShape>(
  description: StepDescription<Kind, Shape>,
) {
  const { kind, title, group, purpose, effect, parameters, fields, suits } = description;
  return {
    kind,
    title,
    group,
    purpose,
    effect,
    parameters,
    fields,
    suits: suits ?? null,
    schema: parameters.extend({ ...common, kind: z.literal(kind) }),
    begin: (chosen: readonly ChosenColumn[]): Record<string, unknown> => description.begin(chosen),
    describe: (step: unknown): string => description.describe(parameters.parse(step)),
    columns: (step: unknown): readonly string[] => description.columns(parameters.parse(step)),
  };
}

/** A kind of step whose parameters are not known. */
export type StepDefinition = Omit<ReturnType<typeof defineStep>, 'parameters' | 'schema' | 'fields'> & {
  readonly fields: readonly Field<string>[];
};

/** "A", "A and B", "A, B and 3 more". */
export function listed(names: readonly string[]): string {
  const [first = 'no column', second, third, ...more] = names;
  if (second === undefined) return first;
  if (third === undefined) return `${first} and ${second}`;
  if (more.length === 0) return `${first}, ${second} and ${third}`;
  return `${first}, ${second} and ${String(more.length + 1)} more`;
}
