import type { Lowering } from './lowering';
import { fusedActivation } from './shared/activations';
import { matrixProduct } from './shared/matrix';

/** activation(a b + bias), which ONNX Runtime fuses again by itself. */
export const fusedMatMul: Lowering = {
  kernel: '_FusedMatMul',
  lower: (context) => {
    const product = matrixProduct(context);
    const bias = context.optional('bias');
    const sum = bias === undefined ? product : context.emit('Add', [product, bias.name]);
    return fusedActivation(context, sum);
  },
};
