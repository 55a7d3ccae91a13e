import { z } from 'zod';
import type { StepDefinition } from './define';
import { correctCell } from './steps/correct-cell';
import { dropColumns } from './steps/drop-columns';
import { fillMissing } from './steps/fill-missing';
import { removeDuplicates } from './steps/remove-duplicates';
import { fillInOrder } from './steps/fill-in-order';
import { fillFromNeighbours } from './steps/fill-from-neighbours';
import { dropMissingRows } from './steps/drop-missing-rows';
import { dropMissingColumns } from './steps/drop-missing-columns';
import { removeOutliers } from './steps/remove-outliers';
import { capOutliers } from './steps/cap-outliers';
import { markOutliers } from './steps/mark-outliers';
import { mergeRare } from './steps/merge-rare';
import { groupCategories } from './steps/group-categories';
import { mapValues } from './steps/map-values';
import { aggregate } from './steps/aggregate';
import { pivotWider } from './steps/pivot-wider';
import { pivotLonger } from './steps/pivot-longer';
import { sortRows } from './steps/sort-rows';
import { changeCase } from './steps/change-case';
import { normaliseText } from './steps/normalise-text';
import { replaceText } from './steps/replace-text';
import { extractText } from './steps/extract-text';
import { padText } from './steps/pad-text';
import { parseNumbers } from './steps/parse-numbers';
import { parseDates } from './steps/parse-dates';
import { changeType } from './steps/change-type';
import { renameColumns } from './steps/rename-columns';
import { keepColumns } from './steps/keep-columns';
import { splitColumn } from './steps/split-column';
import { combineColumns } from './steps/combine-columns';
import { binNumbers } from './steps/bin-numbers';
import { roundNumbers } from './steps/round-numbers';
import { deriveColumn } from './steps/derive-column';
import { filterRows } from './steps/filter-rows';
import { sampleRows } from './steps/sample-rows';
import { firstRows } from './steps/first-rows';
import { trimText } from './steps/trim-text';

export {
  listed,
  stepGroups,
  type ChosenColumn,
  type StepDefinition,
  type StepEffect,
  type StepGroup,
} from './define';
export type { Field } from './fields';
export {
  conditionGroupSchema,
  isGroup as isConditionGroup,
  operatorNames,
  operators,
  textOperators,
  valuesOf as valuesOfOperator,
  type Condition as StepCondition,
  type ConditionGroup,
  type Operator,
} from './conditions';
export {
  measureNames,
  measures,
  measureSchema,
  measureTitle,
  type MeasureChoice,
  type MeasureName,
} from './measures';

/** A step of cleaning, of any kind. */
export const cleaningStepSchema = z.discriminatedUnion('kind', [
  trimText.schema,
  fillMissing.schema,
  dropColumns.schema,
  removeDuplicates.schema,
  correctCell.schema,
  fillInOrder.schema,
  fillFromNeighbours.schema,
  dropMissingRows.schema,
  dropMissingColumns.schema,
  removeOutliers.schema,
  capOutliers.schema,
  markOutliers.schema,
  mergeRare.schema,
  groupCategories.schema,
  mapValues.schema,
  aggregate.schema,
  pivotWider.schema,
  pivotLonger.schema,
  sortRows.schema,
  changeCase.schema,
  normaliseText.schema,
  replaceText.schema,
  extractText.schema,
  padText.schema,
  parseNumbers.schema,
  parseDates.schema,
  changeType.schema,
  renameColumns.schema,
  keepColumns.schema,
  splitColumn.schema,
  combineColumns.schema,
  binNumbers.schema,
  roundNumbers.schema,
  deriveColumn.schema,
  filterRows.schema,
  sampleRows.schema,
  firstRows.schema,
]);
export type CleaningStep = z.output<typeof cleaningStepSchema>;
export type StepKind = CleaningStep['kind'];

/** Every kind of step, in the order of the menu. */
export const stepDefinitions: Readonly<Record<StepKind, StepDefinition>> = {
  'trim-text': trimText,
  'fill-missing': fillMissing,
  'drop-columns': dropColumns,
  'remove-duplicates': removeDuplicates,
  'correct-cell': correctCell,
  'fill-in-order': fillInOrder,
  'fill-from-neighbours': fillFromNeighbours,
  'drop-missing-rows': dropMissingRows,
  'drop-missing-columns': dropMissingColumns,
  'remove-outliers': removeOutliers,
  'cap-outliers': capOutliers,
  'mark-outliers': markOutliers,
  'merge-rare': mergeRare,
  'group-categories': groupCategories,
  'map-values': mapValues,
  aggregate: aggregate,
  'pivot-wider': pivotWider,
  'pivot-longer': pivotLonger,
  'sort-rows': sortRows,
  'change-case': changeCase,
  'normalise-text': normaliseText,
  'replace-text': replaceText,
  'extract-text': extractText,
  'pad-text': padText,
  'parse-numbers': parseNumbers,
  'parse-dates': parseDates,
  'change-type': changeType,
  'rename-columns': renameColumns,
  'keep-columns': keepColumns,
  'split-column': splitColumn,
  'combine-columns': combineColumns,
  'bin-numbers': binNumbers,
  'round-numbers': roundNumbers,
  'derive-column': deriveColumn,
  'filter-rows': filterRows,
  'sample-rows': sampleRows,
  'first-rows': firstRows,
};

/** What a step does, in the person's words or in ours. */
export const describeStep = (step: CleaningStep): string =>
  step.name ?? stepDefinitions[step.kind].describe(step);

/** The columns that a step needs. */
export const columnsOfStep = (step: CleaningStep): readonly string[] =>
  stepDefinitions[step.kind].columns(step);

/**
 * Steps, in order, over the data set that the recipe names; the file on disk is never changed. They come before types,
 * split and features.
 */
export const cleaningSchema = z.array(cleaningStepSchema).max(200).default([]);

/** The steps that are switched on. */
export const enabledSteps = (steps: readonly CleaningStep[]): CleaningStep[] =>
  steps.filter(({ enabled }) => enabled);
