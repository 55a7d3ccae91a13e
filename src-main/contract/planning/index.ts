import { StrongroomError, type ErrorPayload } from '../errors';
import type { NetworkContext } from '../network';
import type { ColumnSummary, Profile } from '../schemas/data';
import type { Plan, Recipe, Task } from '../schemas/recipe';
import type { SequenceSettings } from '../schemas/sequences';
import { requireSuiting } from './augmentation';
import { learningRateOf } from './learning-rate';
import { planLoss, requireCounts } from './loss';
import { defaultBatchSize, planLayers, plannedContext } from './network';
import type { PlannedColumn, PlannedPart } from './network';
import { roleOf } from './roles';
import { fewestRows, splitColumn, splitStrata, totalCounts } from './split';
import { flaggedChannels, requireSequences, sequencePlaces, stepsOf } from './sequences';
import { planTask } from './task';
import { stepTreatment, treatmentOf } from './treatment';

export { changesInput, changesRows, requireSuiting } from './augmentation';
export {
  errorOfArea,
  incomparable,
  standardError,
  standingsOf,
  testScore,
  testedApart,
  valuesByPath,
  type Standing,
} from './noise';
export { addReadings, isReadingDue, mostReadingsOf, readingStride } from './layer-history';
export { layerFindings, type LayerFinding } from './layer-findings';
export { learningRateOf } from './learning-rate';
export { baseRate, withRateChanges } from './rate-changes';
export { lossesFor, monitorsFor, planLoss, requireCounts, risesWhenBetter } from './loss';
export { describeTimings, timedRates } from './device-timings';
export { defaultBatchSize, outputUnits, planLayers, plannedContext } from './network';
export { defaultExclusion, roleOf, type PlannedRole } from './roles';
export { rateFactor } from './schedules';
export { fewestRows, splitColumn, splitStrata, totalCounts, type SplitCounts } from './split';
export { splitColumnOf, splitFor } from './split-for';
export { mostClasses, planTask, type PlannedTask } from './task';
export { imageShapes, type PlannedShape } from './image-shapes';
export { changesImages, imageSizing, type ImageSizing } from './images';
export {
  categoryTransformOf,
  embeddingWidth,
  imageTransformOf,
  momentTransformOf,
  mostCategories,
  numberTransformOf,
  textTransformOf,
  transformOf,
  transformsFor,
  usualTransform,
} from './transforms';
export {
  columnsInOrder,
  flaggedChannels,
  requireSequences,
  sequencePlaces,
  stepsOf,
  type SequencePlace,
} from './sequences';
export { channelOf, matchPattern, proposeSequences, stemName } from './sequence-names';
export { treatmentOf, type Treatment } from './treatment';
export { withDataset } from './with-dataset';
export { effortOf, efforts, planOfEffort, withEffort, type Effort } from './effort';
export { presetFacts, withPreset } from './with-preset';
export { withNetwork, withOwnNetwork, withPresetAgain } from './own-network';
export { memoryOf, type Memory } from './memory';

/** The summary of the column to predict. Throws TARGET_NOT_FOUND when none is chosen or the data lacks it. */
export function targetColumn(
  recipe: Pick<Recipe, 'target'>,
  columns: readonly ColumnSummary[],
): ColumnSummary {
  if (recipe.target === null) {
    throw new StrongroomError('TARGET_NOT_FOUND', 'No column to predict is chosen.', {
      next: 'Choose the column to predict.',
    });
  }
  const column = columns.find(({ name }) => name === recipe.target);
  if (column !== undefined) return column;
  throw new StrongroomError('TARGET_NOT_FOUND', `The data has no column named ${recipe.target}.`, {
    expected: `one of: ${columns
      .slice(0, 20)
      .map(({ name }) => name)
      .join(', ')}${columns.length > 20 ? ', …' : ''}`,
    received: recipe.target,
    next: 'Choose the column to predict among those of the data.',
  });
}

/** Throws TOO_FEW_ROWS when too few rows have a value to predict. */
export function requireRows(rows: number, targetMissing: number): void {
  if (rows >= fewestRows) return;
  throw new StrongroomError('TOO_FEW_ROWS', `Only ${rows} rows have a value to predict.`, {
    expected: `at least ${fewestRows} rows`,
    received: `${rows}${targetMissing > 0 ? `, and ${targetMissing} without that value` : ''}`,
    next: 'Bring more rows, or choose another column to predict.',
  });
}

export function noInputs(): StrongroomError {
  return new StrongroomError('NO_INPUT_COLUMNS', 'No column is left to learn from.', {
    expected: 'at least one input column besides the one to predict',
    received: 'none',
    next: 'Let a column be an input in Prepare, or bring data with more columns.',
  });
}

interface PlannedTarget {
  task: Task | null;
  reason: string;
  column: ColumnSummary | null;
  problems: ErrorPayload[];
}

/** Runs a check and keeps its error as a problem. */
function attempt<T>(problems: ErrorPayload[], check: () => T): T | null {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof StrongroomError)) throw error;
    problems.push(error.toPayload());
    return null;
  }
}

function planTarget(recipe: Recipe, columns: readonly ColumnSummary[]): PlannedTarget {
  const problems: ErrorPayload[] = [];
  const column = attempt(problems, () => targetColumn(recipe, columns));
  const task = column === null ? null : attempt(problems, () => planTask(recipe, column));
  return { task: task?.task ?? null, reason: task?.reason ?? problems[0]?.message ?? '', column, problems };
}

/** What a network takes of a sequence: the channels, and for those that have it the flag of missing values. */
const sequencePart = (sequence: SequenceSettings, flagged: ReadonlySet<string> = new Set()): PlannedPart => ({
  name: sequence.name,
  kind: 'sequence',
  sizes: [stepsOf(sequence), sequence.channels.length + flagged.size],
  vocabulary: 0,
});

/** A plan, and what the network has to fit; null while that is not known. */
export interface PlanAndContext {
  plan: Plan;
  context: NetworkContext | null;
}

/** What a recipe makes of a data set, worked out from its profile without touching the rows: for showing before training. */
export const planRecipe = (recipe: Recipe, profile: Profile): Plan => planWithContext(recipe, profile).plan;

/**
 * The plan of a recipe with what its network has to fit. Widths and the sizes of the split are those of fitting as far as
 * a profile can tell.
 */
export function planWithContext(recipe: Recipe, profile: Profile): PlanAndContext {
  const { task, reason, column: target, problems } = planTarget(recipe, profile.columns);
  const inputs: PlannedColumn[] = [];
  const texts: PlannedPart[] = [];
  const pictures: PlannedPart[] = [];
  const places = sequencePlaces(recipe.features);
  const flagged = new Map(
    recipe.features.sequences.map((sequence) => [sequence, flaggedChannels(sequence, profile.columns)]),
  );
  const typeOf = new Map(
    profile.columns.map((column) => [column.name, roleOf(recipe, column, profile.rows).type]),
  );
  const areSequences =
    attempt(problems, () => {
      requireSequences(recipe, (name) => typeOf.get(name));
      return true;
    }) ?? false;
  const columns = profile.columns.map((column) => {
    const { role, type, chosen, reason: why } = roleOf(recipe, column, profile.rows);
    const place = places.get(column.name);
    const treatment =
      place === undefined
        ? treatmentOf(recipe, column, type, { task, classes: target?.distinct ?? 0 })
        : stepTreatment(place, flagged.get(place.sequence)?.has(place.channel) ?? false);
    if (role === 'input' && treatment.ids !== undefined) {
      texts.push({
        name: column.name,
        kind: 'tokens',
        sizes: [treatment.width],
        vocabulary: treatment.ids,
      });
    } else if (role === 'input' && treatment.picture !== undefined) {
      pictures.push({ name: column.name, kind: 'image', sizes: treatment.picture, vocabulary: 0 });
    } else if (role === 'input' && place === undefined)
      inputs.push({ ...treatment, name: column.name, learned: treatment.learned ?? 0 });
    const words = {
      input: treatment.words,
      target: task === 'regression' ? 'predicted, as a standardised number' : 'predicted, as a class',
      ignore: `left out: ${why ?? ''}`,
    };
    return {
      name: column.name,
      type,
      role,
      chosen,
      treatment: words[role],
      width: role === 'input' ? treatment.width : 0,
    };
  });
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const targetMissing = target?.missing ?? 0;
  const usable = profile.rows - targetMissing;
  if (target !== null) attempt(problems, () => requireRows(usable, targetMissing));
  if (width === 0) problems.push(noInputs().toPayload());
  const loss = task === null ? null : attempt(problems, () => planLoss(recipe.training, task));
  if (loss !== null && target !== null)
    attempt(problems, () => requireCounts(loss, target.name, target.numbers?.minimum ?? null));
  attempt(problems, () => splitColumn(recipe.split, profile.columns));
  if (task !== null) attempt(problems, () => requireSuiting(recipe.augmentation, task));
  const split = totalCounts(splitStrata(recipe.split, [usable]));
  const context =
    task === null || width === 0
      ? null
      : plannedContext(inputs, task, target?.distinct ?? 0, [
          ...texts,
          ...pictures,
          ...(areSequences
            ? recipe.features.sequences.map((one) => sequencePart(one, flagged.get(one)))
            : []),
        ]);
  const layers =
    task === null || context === null
      ? []
      : (attempt(problems, () => planLayers(recipe, context, task)) ?? []);
  const plan: Plan = {
    task,
    taskReason: reason,
    problems: problems.map(({ code, message, next }) => ({ code, message, next: next ?? '' })),
    columns,
    rows: { total: profile.rows, targetMissing, ...split },
    layers,
    parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0),
    batchSize: Math.min(recipe.training.batchSize ?? defaultBatchSize(split.train), Math.max(1, split.train)),
    learningRate: learningRateOf(recipe.training),
    loss,
  };
  return { plan, context };
}
