import { describeStep, type CleaningStep } from './cleaning';
import { networkChange } from './network/change';
import { presets } from './network/presets';
import type { Recipe } from './schemas/recipe';

/** What parts of a recipe are called when they change, those that say most first. */
const parts: readonly [keyof Recipe, string][] = [
  ['task', 'kind of task'],
  ['features', 'preparation of columns'],
  ['split', 'split of the rows'],
  ['augmentation', 'augmentation'],
  ['model', 'network'],
  ['training', 'training settings'],
  ['decision', 'calibration and threshold'],
  ['seed', 'seed'],
];
/** From so many parts at once on, it was not one of them that was changed. */
const manyParts = 3;

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Null when the steps are the same. */
function changeOfSteps(before: readonly CleaningStep[], after: readonly CleaningStep[]): string | null {
  const old = new Map(before.map((step) => [step.id, step]));
  const kept = new Set(after.map(({ id }) => id));
  const added = after.filter(({ id }) => !old.has(id));
  const removed = before.filter(({ id }) => !kept.has(id));
  const edited = after.filter((step) => old.has(step.id) && !isSame(step, old.get(step.id)));
  const [step] = [...added, ...removed, ...edited];
  if (step === undefined) {
    return isSame(
      before.map(({ id }) => id),
      after.map(({ id }) => id),
    )
      ? null
      : 'move of a cleaning step';
  }
  if (added.length + removed.length + edited.length > 1) return 'change of several cleaning steps';
  const name = describeStep(step);
  if (added.length === 1) return name;
  if (removed.length === 1) return `removal of "${name}"`;
  const was = old.get(step.id);
  if (was !== undefined && isSame({ ...was, enabled: step.enabled }, step)) {
    return `switching "${name}" ${step.enabled ? 'on' : 'off'}`;
  }
  return `edit of "${name}"`;
}

function changeOfColumns(before: Recipe, after: Recipe): string | null {
  const names = [...new Set([...Object.keys(before.columns), ...Object.keys(after.columns)])];
  const valueIn = ({ columns }: Recipe, name: string): unknown =>
    Object.hasOwn(columns, name) ? columns[name] : null;
  const changed = names.filter((name) => !isSame(valueIn(before, name), valueIn(after, name)));
  if (changed.length === 0) return null;
  return changed.length === 1 ? `use of column ${changed[0] ?? ''}` : `use of ${changed.length} columns`;
}

/** Null when the model is the same. */
function changeOfModel({ model: before }: Recipe, { model: after }: Recipe): string | null {
  if (isSame(before, after)) return null;
  if (before.preset !== after.preset) {
    if (after.preset === 'custom') return 'own network';
    return `preset ${presets[after.preset].title}`;
  }
  if (after.preset !== 'custom' || before.network === null || after.network === null) return null;
  return networkChange(before.network, after.network);
}

/**
 * A short name of what turns one recipe into another, such as "Fill Age with the median" or "split of the rows": what
 * undo and redo say they take back or do again. One name whoever made the change.
 */
export function recipeChange(before: Recipe, after: Recipe): string {
  if (before.data.dataset !== after.data.dataset) {
    const { fingerprint } = before.data;
    const isSameFile = fingerprint !== null && fingerprint === after.data.fingerprint;
    return isSameFile ? 'how the file is read' : 'choice of the data set';
  }
  const steps = changeOfSteps(before.cleaning, after.cleaning);
  if (steps !== null) return steps;
  const changed = parts.filter(([key]) => !isSame(before[key], after[key]));
  if (changed.length >= manyParts) return 'change of all settings';
  if (before.target !== after.target) {
    return after.target === null ? 'removal of the column to predict' : `prediction of ${after.target}`;
  }
  const columns = changeOfColumns(before, after);
  if (columns !== null) return columns;
  const model = changed.length === 1 ? changeOfModel(before, after) : null;
  return model ?? changed[0]?.[1] ?? 'last change';
}
