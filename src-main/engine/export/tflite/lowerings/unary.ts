import type { OperatorName } from '../schema/operators';
import type { Lowering } from './lowering';

/** Kernels of one input x that are one operator with the same meaning. */
const operators: Readonly<Record<string, OperatorName>> = {
  Abs: 'ABS',
  Ceil: 'CEIL',
  Cos: 'COS',
  Elu: 'ELU',
  Exp: 'EXP',
  Floor: 'FLOOR',
  LogicalNot: 'LOGICAL_NOT',
  Neg: 'NEG',
  Relu: 'RELU',
  Relu6: 'RELU6',
  Round: 'ROUND',
  Rsqrt: 'RSQRT',
  Sigmoid: 'LOGISTIC',
  Sin: 'SIN',
  Sqrt: 'SQRT',
  Tanh: 'TANH',
};

export const unaryLowerings: Lowering[] = Object.entries(operators).map(([kernel, operator]) => ({
  kernel,
  lower: (context) => context.unary(operator, context.operand('x')),
}));
