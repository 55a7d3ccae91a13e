import { cramersV } from './cramers-v';
import { cramersVCorrected } from './cramers-v-corrected';
import type { Measure } from './measure';
import { sharedInformation } from './mutual-information';
import { pearson } from './pearson';
import { spearman } from './spearman';

/** Every measure of how two columns belong together. */
export const measures: readonly Measure[] = [
  pearson,
  spearman,
  cramersV,
  cramersVCorrected,
  sharedInformation,
];

export type { Compared, Measure } from './measure';
