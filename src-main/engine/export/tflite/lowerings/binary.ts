import type { OperatorName } from '../schema/operators';
import type { Lowering, LoweringContext, Operand } from './lowering';

/** Kernels of two inputs a and b, broadcast, that are one operator on numbers. */
const operators: Readonly<Record<string, OperatorName>> = {
  Add: 'ADD',
  Maximum: 'MAXIMUM',
  Minimum: 'MINIMUM',
  Multiply: 'MUL',
  Pow: 'POW',
  RealDiv: 'DIV',
  SquaredDifference: 'SQUARED_DIFFERENCE',
  Sub: 'SUB',
};

const direct: Lowering[] = Object.entries(operators).map(([kernel, operator]) => ({
  kernel,
  lower: (context) => {
    const [a, b] = [context.operand('a'), context.operand('b')];
    if (a.type === 'bool' || b.type === 'bool') context.refuse('it computes with truth values');
    return context.binary(operator, a, b);
  },
}));

/** Whether an operand is a constant without a zero. */
function isNowhereZero(context: LoweringContext, operand: Operand): boolean {
  return context.valuesOf(operand)?.every((value: number) => value !== 0) === true;
}

/** Whole numbers by zero end the interpreter: then by 1, and 0 instead of the result, as tfjs has it. */
function dividing(context: LoweringContext, operator: OperatorName): Operand {
  const [a, b] = [context.operand('a'), context.operand('b')];
  if (a.type === 'float32' || isNowhereZero(context, b)) return context.binary(operator, a, b);
  const zero = context.compare('EQUAL', b, context.scalar(0, b.type));
  const safe = context.select(zero, context.scalar(1, b.type), b);
  return context.select(zero, context.scalar(0, a.type), context.binary(operator, a, safe));
}

/** floor(a / b) as int32; division by zero gives 0. */
const floorDiv: Lowering = {
  kernel: 'FloorDiv',
  lower: (context) => {
    if (context.operand('a').type === 'int32') return dividing(context, 'FLOOR_DIV');
    const [a, b] = [context.operand('a'), context.operand('b')];
    const zero = context.compare('EQUAL', b, 0);
    const quotient = context.unary('FLOOR', context.binary('DIV', a, context.select(zero, 1, b)));
    return context.cast(context.select(zero, 0, quotient), 'int32');
  },
};

/** The remainder with the sign of the divisor. */
const mod: Lowering = { kernel: 'Mod', lower: (context) => dividing(context, 'FLOOR_MOD') };

const addN: Lowering = {
  kernel: 'AddN',
  lower: (context) => {
    const [first, ...others] = context.list();
    if (first === undefined) return context.refuse('it adds nothing');
    return others.reduce((sum, next) => context.binary('ADD', sum, next), first);
  },
};

export const binaryLowerings: Lowering[] = [...direct, floorDiv, mod, addN];
