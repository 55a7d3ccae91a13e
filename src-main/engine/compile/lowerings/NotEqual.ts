import type { Lowering } from './lowering';
import { equal } from './Equal';

/** ONNX has no operator of its own for it. */
export const notEqual: Lowering = {
  kernel: 'NotEqual',
  lower: (context) => context.emit('Not', [equal.lower(context)].flat()),
};
