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
};
