import type { StepKind } from '../../../contract/cleaning';
import { correctCellStep } from './correct-cell';
import { dropColumnsStep } from './drop-columns';
import { fillMissingStep } from './fill-missing';
import type { Step } from './implement';
import { removeDuplicatesStep } from './remove-duplicates';
import { fillInOrderStep } from './fill-in-order';
import { fillFromNeighboursStep } from './fill-from-neighbours';
import { dropMissingRowsStep } from './drop-missing-rows';
import { dropMissingColumnsStep } from './drop-missing-columns';
import { removeOutliersStep } from './remove-outliers';
import { capOutliersStep } from './cap-outliers';
import { markOutliersStep } from './mark-outliers';
import { mergeRareStep } from './merge-rare';
import { groupCategoriesStep } from './group-categories';
import { mapValuesStep } from './map-values';
import { aggregateStep } from './aggregate';
import { pivotWiderStep } from './pivot-wider';
import { pivotLongerStep } from './pivot-longer';
import { sortRowsStep } from './sort-rows';
import { changeCaseStep } from './change-case';
import { normaliseTextStep } from './normalise-text';
import { replaceTextStep } from './replace-text';
import { extractTextStep } from './extract-text';
import { padTextStep } from './pad-text';
import { parseNumbersStep } from './parse-numbers';
import { parseDatesStep } from './parse-dates';
import { changeTypeStep } from './change-type';
import { renameColumnsStep } from './rename-columns';
import { keepColumnsStep } from './keep-columns';
import { splitColumnStep } from './split-column';
import { combineColumnsStep } from './combine-columns';
import { binNumbersStep } from './bin-numbers';
import { roundNumbersStep } from './round-numbers';
import { deriveColumnStep } from './derive-column';
import { filterRowsStep } from './filter-rows';
import { sampleRowsStep } from './sample-rows';
import { firstRowsStep } from './first-rows';
import { trimTextStep } from './trim-text';

/** How each kind of step is done. */
export const steps: Readonly<Record<StepKind, Step>> = {
  'trim-text': trimTextStep,
  'fill-missing': fillMissingStep,
  'drop-columns': dropColumnsStep,
  'remove-duplicates': removeDuplicatesStep,
  'correct-cell': correctCellStep,
  'fill-in-order': fillInOrderStep,
  'fill-from-neighbours': fillFromNeighboursStep,
  'drop-missing-rows': dropMissingRowsStep,
  'drop-missing-columns': dropMissingColumnsStep,
  'remove-outliers': removeOutliersStep,
  'cap-outliers': capOutliersStep,
  'mark-outliers': markOutliersStep,
  'merge-rare': mergeRareStep,
  'group-categories': groupCategoriesStep,
  'map-values': mapValuesStep,
  aggregate: aggregateStep,
  'pivot-wider': pivotWiderStep,
  'pivot-longer': pivotLongerStep,
  'sort-rows': sortRowsStep,
  'change-case': changeCaseStep,
  'normalise-text': normaliseTextStep,
  'replace-text': replaceTextStep,
  'extract-text': extractTextStep,
  'pad-text': padTextStep,
  'parse-numbers': parseNumbersStep,
  'parse-dates': parseDatesStep,
  'change-type': changeTypeStep,
  'rename-columns': renameColumnsStep,
  'keep-columns': keepColumnsStep,
  'split-column': splitColumnStep,
  'combine-columns': combineColumnsStep,
  'bin-numbers': binNumbersStep,
  'round-numbers': roundNumbersStep,
  'derive-column': deriveColumnStep,
  'filter-rows': filterRowsStep,
  'sample-rows': sampleRowsStep,
  'first-rows': firstRowsStep,
};
