import type { StepLowering } from '../step-lowering';
import { binNumbersLowering } from './bin-numbers';
import { capOutliersLowering } from './cap-outliers';
import { changeTypeLowering } from './change-type';
import { deriveColumnLowering } from './derive-column';
import { fillMissingLowering } from './fill-missing';
import { groupCategoriesLowering, mapValuesLowering } from './map-values';
import { markOutliersLowering } from './mark-outliers';
import { mergeRareLowering } from './merge-rare';
import { renameColumnsLowering } from './rename-columns';
import { roundNumbersLowering } from './round-numbers';

/** Every kind of cleaning step that can be done in the graph. */
export const stepLowerings: ReadonlyMap<string, StepLowering> = new Map(
  [
    binNumbersLowering,
    capOutliersLowering,
    changeTypeLowering,
    deriveColumnLowering,
    fillMissingLowering,
    groupCategoriesLowering,
    mapValuesLowering,
    markOutliersLowering,
    mergeRareLowering,
    renameColumnsLowering,
    roundNumbersLowering,
  ].map((lowering) => [lowering.kind, lowering]),
);
