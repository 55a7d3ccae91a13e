import type { Lowering } from './lowering';
import { matrixProduct } from './shared/matrix';

export const batchMatMul: Lowering = {
  kernel: 'BatchMatMul',
  lower: matrixProduct,
};
