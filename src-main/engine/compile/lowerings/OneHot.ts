import { onnxTypes } from './lowering';
import type { Lowering } from './lowering';

/** By comparison with every slot: OneHot of ONNX takes negative indices from the end, tfjs leaves them out. */
export const oneHot: Lowering = {
  kernel: 'OneHot',
  lower: (context) => {
    const indices = context.operand('indices');
    const depth = context.number('depth');
    const slots = context.int32s(Array.from({ length: depth }, (_, slot) => slot));
    const column = context.emit('Unsqueeze', [context.as(indices, 'int32'), context.int64s([-1])]);
    const hit = context.emit('Equal', [column, slots]);
    const [on, off] = [context.number('onValue', 1), context.number('offValue', 0)];
    const type = context.output.type;
    if (on === 1 && off === 0) return context.cast(hit, onnxTypes[type]);
    return context.emit('Where', [hit, context.scalar(on, type), context.scalar(off, type)]);
  },
};
