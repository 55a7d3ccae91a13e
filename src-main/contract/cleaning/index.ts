import { z } from 'zod';
import type { StepDefinition } from './define';
import { correctCell } from './steps/correct-cell';
import { dropColumns } from './steps/drop-columns';
import { fillMissing } from './steps/fill-missing';
import { removeDuplicates } from './steps/remove-duplicates';
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

/** A step of cleaning, of any kind. */
export const cleaningStepSchema = z.discriminatedUnion('kind', [
  trimText.schema,
  fillMissing.schema,
  dropColumns.schema,
  removeDuplicates.schema,
  correctCell.schema,
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
