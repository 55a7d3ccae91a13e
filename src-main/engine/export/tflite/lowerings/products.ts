import type { Dimension } from '../../../compile/graph/shape';
import { broadcastShape } from './lowering';
import type { Lowering, LoweringContext, Operand } from './lowering';
import { fusedActivation, fusedActivationCode } from './activations';
import { permuted } from './permute';

/** A constant matrix as FULLY_CONNECTED takes it, [out, in]; null where it is computed. */
function weightsOf(context: LoweringContext): Operand | null {
  const b = context.operand('b');
  const [rows, columns, ...more] = b.shape;
  if (typeof rows !== 'number' || typeof columns !== 'number' || more.length > 0) return null;
  if (context.boolean('transposeB')) return context.valuesOf(b) === undefined ? null : b;
  return context.derive(b, 'transposed', [columns, rows], (values) =>
    permuted(values, [rows, columns], [1, 0]),
  );
}

/** A constant bias of one number for each column of the result. */
function biasOf(context: LoweringContext): Operand | null {
  const bias = context.optional('bias');
  if (bias === undefined || context.valuesOf(bias) === undefined) return null;
  return bias.shape.length === 1 && bias.shape[0] === context.output.shape.at(-1) ? bias : null;
}

/** The product of the inputs a and b of any two stacks of matrices. */
export function product(
  context: LoweringContext,
  a: Operand,
  b: Operand,
  adjointX: boolean,
  adjointY: boolean,
): Operand {
  const stack = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const size = (x: Operand, axis: number): Dimension => x.shape.at(axis) ?? 1;
  const shape = [...stack, size(a, adjointX ? -1 : -2), size(b, adjointY ? -2 : -1)];
  return context.emit('BATCH_MATMUL', [a, b], shape, { adjointX, adjointY });
}

/** activation(a b + bias): FULLY_CONNECTED where b is a weight, else BATCH_MATMUL. */
function multiply(context: LoweringContext): Operand {
  const [a, b] = [context.operand('a'), context.operand('b')];
  const { shape } = context.output;
  const bias = context.optional('bias');
  const weights = context.boolean('transposeA') || a.shape.length !== 2 ? null : weightsOf(context);
  if (weights === null) {
    const result = product(context, a, b, context.boolean('transposeA'), context.boolean('transposeB'));
    return fusedActivation(context, bias === undefined ? result : context.binary('ADD', result, bias));
  }
  const within = biasOf(context);
  if (bias !== undefined && within === null) {
    const result = context.emit('FULLY_CONNECTED', [a, weights, null], shape);
    return fusedActivation(context, context.binary('ADD', result, bias));
  }
  const activation = fusedActivationCode(context);
  const result = context.emit('FULLY_CONNECTED', [a, weights, within], shape, { activation });
  return activation === 0 ? fusedActivation(context, result) : result;
}

export const productLowerings: Lowering[] = [
  { kernel: 'BatchMatMul', lower: multiply },
  { kernel: '_FusedMatMul', lower: multiply },
];
