import { dealByShare, dealFolds } from './by-share';
import type { SplitMethod } from './method';
import { together } from './strata';

/** By chance alone. */
export const random: SplitMethod = {
  deal: ({ strata, rows }, split, chance) => ({
    part: dealByShare([together(strata)], rows, split, chance),
    warnings: [],
  }),
  folds: ({ strata }, part, { folds }, chance) => dealFolds([together(strata)], part, folds, chance),
};
