import { reducedAxes } from '../../../compile/lowerings/shared/reduction';
import { tensorTypeCodes } from '../schema/operators';
import type { OperatorName } from '../schema/operators';
import type { Lowering, LoweringContext, Operand } from './lowering';

function reduce(context: LoweringContext, operator: OperatorName, x: Operand, axes: number[]): Operand {
  if (axes.length === 0) return x;
  return context.emit(operator, [x, context.int32s(axes)], context.output.shape, {
    keepDims: context.boolean('keepDims'),
  });
}

const reduction = (kernel: string, operator: OperatorName, attribute = 'axis'): Lowering => ({
  kernel,
  lower: (context) => reduce(context, operator, context.operand('x'), reducedAxes(context, attribute)),
});

/** Of truth values how many are true. */
const sum: Lowering = {
  kernel: 'Sum',
  lower: (context) => {
    const x = context.operand('x');
    const numbers = x.type === 'bool' ? context.cast(x, 'int32') : x;
    return reduce(context, 'SUM', numbers, reducedAxes(context, 'axis'));
  },
};

const mean: Lowering = {
  kernel: 'Mean',
  lower: (context) =>
    reduce(context, 'MEAN', context.cast(context.operand('x'), 'float32'), reducedAxes(context, 'axis')),
};

/** The first of equal ones. */
const extreme = (kernel: string, operator: OperatorName): Lowering => ({
  kernel,
  lower: (context) => {
    const x = context.operand('x');
    const axis = context.number('axis');
    const along = context.scalar(axis < 0 ? axis + x.shape.length : axis, 'int32');
    const options = { outputType: tensorTypeCodes.int32 };
    return context.emit(operator, [x, along], context.output.shape, options, 'int32');
  },
});

const cumsum: Lowering = {
  kernel: 'Cumsum',
  lower: (context) => {
    const axis = context.scalar(context.number('axis', 0), 'int32');
    const options = { exclusive: context.boolean('exclusive'), reverse: context.boolean('reverse') };
    return context.emit('CUMSUM', [context.operand('x'), axis], context.output.shape, options);
  },
};

export const reductionLowerings: Lowering[] = [
  reduction('All', 'REDUCE_ALL'),
  reduction('Any', 'REDUCE_ANY'),
  reduction('Max', 'REDUCE_MAX', 'reductionIndices'),
  reduction('Min', 'REDUCE_MIN'),
  reduction('Prod', 'REDUCE_PROD'),
  sum,
  mean,
  extreme('ArgMax', 'ARG_MAX'),
  extreme('ArgMin', 'ARG_MIN'),
  cumsum,
];
