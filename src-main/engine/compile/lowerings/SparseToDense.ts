import { fixedShape } from '../graph/shape';
import type { Lowering } from './lowering';

/** Puts values at their places, each named once, and the default everywhere else. */
export const sparseToDense: Lowering = {
  kernel: 'SparseToDense',
  lower: (context) => {
    const indices = context.operand('sparseIndices');
    const values = context.operand('sparseValues');
    const shape = fixedShape(context.dimensions('outputShape'), 'The result of SparseToDense');
    const start = context.emit('Expand', [context.input('defaultValue'), context.shapeOf(shape)]);
    const list = indices.shape.length === 2 ? indices.shape : [indices.shape[0] ?? 1, 1];
    const places = context.reshape(context.cast(indices.name, 'int64'), list);
    const updates = context.emit('Expand', [values.name, context.shapeOf(list.slice(0, 1))]);
    return context.emit('ScatterND', [start, places, updates]);
  },
};
