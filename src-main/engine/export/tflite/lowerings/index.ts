import { StrongroomError } from '../../../../contract/errors';
import { binaryLowerings } from './binary';
import { comparisonLowerings } from './comparisons';
import { convolutionLowerings } from './convolutions';
import { einsumLowerings } from './einsum';
import { fillLowerings } from './fills';
import { formulaLowerings } from './formulas';
import { gatherLowerings } from './gathers';
import type { Lowering } from './lowering';
import { normalisationLowerings } from './normalisation';
import { poolLowerings } from './pools';
import { productLowerings } from './products';
import { reductionLowerings } from './reductions';
import { shapeLowerings } from './shapes';
import { stridedSliceLowerings } from './strided-slice';
import { unaryLowerings } from './unary';

/** Lowerings by kernel. Throws INTERNAL when two are for the same kernel. */
export function registry(list: readonly Lowering[]): ReadonlyMap<string, Lowering> {
  const byKernel = new Map<string, Lowering>();
  for (const lowering of list) {
    if (byKernel.has(lowering.kernel)) {
      throw new StrongroomError('INTERNAL', `There are two lowerings of ${lowering.kernel}.`);
    }
    byKernel.set(lowering.kernel, lowering);
  }
  return byKernel;
}

/** Every kernel that can be written as TensorFlow Lite. */
export const lowerings = registry([
  ...unaryLowerings,
  ...formulaLowerings,
  ...binaryLowerings,
  ...comparisonLowerings,
  ...reductionLowerings,
  ...shapeLowerings,
  ...stridedSliceLowerings,
  ...fillLowerings,
  ...gatherLowerings,
  ...productLowerings,
  ...einsumLowerings,
  ...convolutionLowerings,
  ...poolLowerings,
  ...normalisationLowerings,
]);
