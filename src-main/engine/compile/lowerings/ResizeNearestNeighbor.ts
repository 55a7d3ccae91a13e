import type { Lowering } from './lowering';
import { nearestPlaces, resizedAxes } from './shared/resize';

/** Each axis by itself, as a selection of its places: Resize of ONNX rounds in other ways than tfjs. */
export const resizeNearestNeighbor: Lowering = {
  kernel: 'ResizeNearestNeighbor',
  lower: (context) => {
    const [height = 1, width = 1] = context.numbers('size');
    const axes = resizedAxes(context, 'images', [height, width], context.boolean('halfPixelCenters'));
    return axes.reduce(
      (images, axis, index) =>
        context.emit('Gather', [images, context.int64s(nearestPlaces(axis))], { axis: { int: index + 1 } }),
      context.input('images'),
    );
  },
};
