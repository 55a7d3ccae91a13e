import {
  cleaningStepSchema,
  stepDefinitions,
  type ChosenColumn,
  type CleaningStep,
  type Field,
  type Recipe,
  type StepDefinition,
  type StepKind,
  type StepReport,
  type StepSuggestion,
} from '../../src-main/contract';
import { counted } from './numbers';
import { conditionsOf, conditionsProblem, measuresProblem } from './step-conditions';
import { measuresOf } from './step-values';

/** A step as the form holds it: it need not be complete. */
export type StepValues = Readonly<Record<string, unknown>> & { id: string; kind: StepKind };

/** Every kind of step, in the order of the menu. */
export const stepKinds: readonly StepKind[] = cleaningStepSchema.options.map(({ shape }) => shape.kind.value);

/** The values that a kind of step has before anything is chosen. */
function standardValues(kind: StepKind): Record<string, unknown> {
  const schema = cleaningStepSchema.options.find(({ shape }) => shape.kind.value === kind);
  const values: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(schema?.shape ?? {})) {
    const standard = parameter.safeParse(undefined);
    if (standard.success) values[name] = standard.data;
  }
  return values;
}

/** Columns for which a kind of step can be begun: all where it does not say. */
export function suits({ suits: types }: Pick<StepDefinition, 'suits'>, { type }: ChosenColumn): boolean {
  return types === null || types.includes(type);
}

/**
 * Whether a kind of step is about these columns: it suits at least one of them, and takes several where there are
 * several. Any kind where there are none.
 */
export function isFor(kind: StepKind, columns: readonly ChosenColumn[]): boolean {
  const definition = stepDefinitions[kind];
  if (columns.length === 0) return true;
  if (definition.effect === 'table') return false;
  const takesSeveral = definition.fields.some(
    ({ control, ...field }) =>
      control === 'columns' || (control === 'pairs' && 'fromColumns' in field && field.fromColumns === true),
  );
  return (columns.length === 1 || takesSeveral) && columns.some((column) => suits(definition, column));
}

/** A new step, which may still lack something. */
export function beginStep(kind: StepKind, columns: readonly ChosenColumn[], id: string): StepValues {
  const definition = stepDefinitions[kind];
  const suited = columns.filter((column) => suits(definition, column));
  return { ...standardValues(kind), ...definition.begin(suited), kind, id };
}

export const newStepId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const nothingYet = 'Needed before the step can be done.';

/** What a value lacks that its schema cannot tell of. */
function lackOf(field: Field<string>, value: unknown): string | null {
  switch (field.control) {
    case 'column':
      return field.optional === undefined && value === '' ? nothingYet : null;
    case 'conditions':
      return conditionsProblem(conditionsOf(value));
    case 'measures':
      return measuresProblem(measuresOf(value));
    default:
      return null;
  }
}

/** The step when it is complete; else what is wrong, by parameter. */
export function readStep(
  values: StepValues,
): { step: CleaningStep; problems: null } | { step: null; problems: Record<string, string> } {
  const problems: Record<string, string> = {};
  for (const field of fieldsShown(values)) {
    const problem = lackOf(field, values[field.name]);
    if (problem !== null) problems[field.name] = problem;
  }
  const read = cleaningStepSchema.safeParse(values);
  if (read.success) {
    return Object.keys(problems).length === 0
      ? { step: read.data, problems: null }
      : { step: null, problems };
  }
  for (const { path, code, message } of read.error.issues) {
    const name = String(path[0] ?? '');
    const value = values[name];
    const isEmpty = value === '' || value === null || (Array.isArray(value) && value.length === 0);
    problems[name] ??=
      isEmpty && (code === 'too_small' || code === 'invalid_type' || code === 'invalid_format')
        ? nothingYet
        : message;
  }
  return { step: null, problems };
}

/** The controls that the values ask for. */
export function fieldsShown(values: StepValues): readonly Field<string>[] {
  return stepDefinitions[values.kind].fields.filter(({ when }) => {
    if (when === undefined) return true;
    const value = values[when.name];
    return (typeof value === 'string' || typeof value === 'boolean') && when.is.includes(value);
  });
}

export const withSteps = (
  recipe: Recipe,
  edit: (steps: readonly CleaningStep[]) => readonly CleaningStep[],
): Recipe => ({ ...recipe, cleaning: [...edit(recipe.cleaning)] });

/** Puts a step in the place of that with its id, or at the end. */
export const replaced = (steps: readonly CleaningStep[], step: CleaningStep): CleaningStep[] =>
  steps.some(({ id }) => id === step.id)
    ? steps.map((other) => (other.id === step.id ? step : other))
    : [...steps, step];

/** Moves a step to a place, counted from 0; places beyond the ends are the ends. */
export function moved(steps: readonly CleaningStep[], id: string, place: number): CleaningStep[] {
  const step = steps.find((other) => other.id === id);
  if (step === undefined) return [...steps];
  const others = steps.filter((other) => other !== step);
  const index = Math.min(Math.max(0, place), others.length);
  return [...others.slice(0, index), step, ...others.slice(index)];
}

/** A copy of a step behind it. */
export function duplicated(steps: readonly CleaningStep[], id: string, copyId: string): CleaningStep[] {
  return steps.flatMap((step) => (step.id === id ? [step, { ...step, id: copyId }] : [step]));
}

/** What a suggested step would change, of the rows that were looked at. */
export function suggestionWords({ step, changes: { what, count } }: StepSuggestion): string {
  const words = { cells: 'cell', rows: 'row', columns: 'column' };
  const { effect } = stepDefinitions[step.kind];
  const removes = (what === 'rows' && effect === 'rows') || step.kind === 'drop-columns';
  return `Would ${removes ? 'remove' : 'change'} ${counted(count, words[what])}.`;
}

/** What a step changed, in a few words. */
export function changeWords({ rows, columns, changed, error }: StepReport): string {
  if (error !== null) return 'Cannot be done';
  const words: string[] = [];
  if (changed !== null && changed > 0) words.push(counted(changed, 'cell'));
  const fewer = rows.before - rows.after;
  if (fewer > 0) words.push(`${counted(fewer, 'row')} removed`);
  if (fewer < 0) words.push(`${counted(-fewer, 'row')} added`);
  const more = columns.after - columns.before;
  if (more > 0) words.push(`+${counted(more, 'column')}`);
  if (more < 0) words.push(`\u2212${counted(-more, 'column')}`);
  return words.length === 0 ? 'Changes nothing' : words.join(', ');
}
