import type { StepKind } from '../../../contract/cleaning';
import { correctCellStep } from './correct-cell';
import { dropColumnsStep } from './drop-columns';
import { fillMissingStep } from './fill-missing';
import type { Step } from './implement';
import { removeDuplicatesStep } from './remove-duplicates';
import { trimTextStep } from './trim-text';

/** How each kind of step is done. */
export const steps: Readonly<Record<StepKind, Step>> = {
  'trim-text': trimTextStep,
  'fill-missing': fillMissingStep,
  'drop-columns': dropColumnsStep,
  'remove-duplicates': removeDuplicatesStep,
  'correct-cell': correctCellStep,
};
