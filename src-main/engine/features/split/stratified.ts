import { dealByShare, dealFolds } from './by-share';
import type { SplitMethod } from './method';

/** By chance within each class, or within each tenth of a number, so that all parts have the same shares of them. */
export const stratified: SplitMethod = {
  deal: ({ strata, rows }, split, chance) => ({
    part: dealByShare(strata, rows, split, chance),
    warnings: [],
  }),
  folds: ({ strata }, part, { folds }, chance) => dealFolds(strata, part, folds, chance),
};
