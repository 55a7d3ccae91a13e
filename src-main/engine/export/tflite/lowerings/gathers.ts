import { fixedShape } from '../../../compile/graph/shape';
import type { Lowering } from './lowering';

const gatherV2: Lowering = {
  kernel: 'GatherV2',
  lower: (context) => {
    if (context.number('batchDims', 0) !== 0) context.refuse('it gathers along batch dimensions');
    const indices = context.cast(context.operand('indices'), 'int32');
    return context.emit('GATHER', [context.operand('x'), indices], context.output.shape, {
      axis: context.number('axis', 0),
    });
  },
};

const gatherNd: Lowering = {
  kernel: 'GatherNd',
  lower: (context) =>
    context.emit(
      'GATHER_ND',
      [context.operand('params'), context.cast(context.operand('indices'), 'int32')],
      context.output.shape,
    ),
};

const oneHot: Lowering = {
  kernel: 'OneHot',
  lower: (context) => {
    const { type, shape } = context.output;
    const inputs = [
      context.cast(context.operand('indices'), 'int32'),
      context.scalar(context.number('depth'), 'int32'),
      context.scalar(context.number('onValue', 1), type),
      context.scalar(context.number('offValue', 0), type),
    ];
    return context.emit('ONE_HOT', inputs, shape, { axis: -1 }, type);
  },
};

/** Puts updates at their places into zeros; those of one place are added up. */
const scatterNd: Lowering = {
  kernel: 'ScatterNd',
  lower: (context) => {
    const shape = fixedShape(context.dimensions('shape'), 'The result of ScatterNd');
    const updates = context.cast(context.operand('updates'), context.output.type);
    const indices = context.cast(context.operand('indices'), 'int32');
    return context.emit('SCATTER_ND', [indices, updates, context.int32s(shape)], shape, {}, updates.type);
  },
};

/** The highest values of the last axis and where they were. */
const topK: Lowering = {
  kernel: 'TopK',
  lower: (context) =>
    context.emitAll(
      'TOPK_V2',
      [context.operand('x'), context.scalar(context.number('k'), 'int32')],
      context.outputs,
    ),
};

export const gatherLowerings: Lowering[] = [gatherV2, gatherNd, oneHot, scatterNd, topK];
