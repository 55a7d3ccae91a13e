import type { StepKind } from '../../../contract/cleaning';
import { dropColumnsStep } from './drop-columns';
import { fillMissingStep } from './fill-missing';
import type { Step } from './implement';
import { removeDuplicatesStep } from './remove-duplicates';
import { fillInOrderStep } from './fill-in-order';
import { fillFromNeighboursStep } from './fill-from-neighbours';
import { dropMissingRowsStep } from './drop-missing-rows';
import { dropMissingColumnsStep } from './drop-missing-columns';
import { trimTextStep } from './trim-text';

/** How each kind of step is done. */
export const steps: Readonly<Record<StepKind, Step>> = {
  'trim-text': trimTextStep,
  'fill-missing': fillMissingStep,
  'drop-columns': dropColumnsStep,
  'remove-duplicates': removeDuplicatesStep,
  'fill-in-order': fillInOrderStep,
  'fill-from-neighbours': fillFromNeighboursStep,
  'drop-missing-rows': dropMissingRowsStep,
  'drop-missing-columns': dropMissingColumnsStep,
};
