import type { LoweringContext } from '../lowering';

/** Images of tfjs [n, height, width, channels] as those of ONNX [n, channels, height, width]. */
export const channelsFirst = (context: LoweringContext, images: string): string =>
  context.emit('Transpose', [images], { perm: { ints: [0, 3, 1, 2] } });

/** Images of ONNX as those of tfjs. */
export const channelsLast = (context: LoweringContext, images: string): string =>
  context.emit('Transpose', [images], { perm: { ints: [0, 2, 3, 1] } });
