import { dropped, inputOf, stepsOf } from './encoder';
import type { Encoder } from './encoder';

/** Below this many steps, or points of a side, there is nothing left to halve. */
const leastHalved = 4;

/** Convolutions over steps, each at half the steps of the one before; the largest value of each filter. */
export const convolution1d: Encoder = (builder, encoded) => {
  const { part, place, settings } = encoded;
  let [steps = 1] = part.sizes;
  let last = stepsOf(builder, encoded, false);
  for (let layer = 1; layer <= settings.encoderLayers; layer++) {
    const id = `${place}_${String(layer)}`;
    last = builder.add({
      id: `convolution${id}`,
      kind: 'conv1d',
      filters: settings.encoderWidth,
      size: settings.window,
      activation: 'relu',
      inputs: [last],
    });
    if (layer < settings.encoderLayers && steps >= leastHalved) {
      last = builder.add({ id: `halved${id}`, kind: 'pooling1d', inputs: [last] });
      steps = Math.floor(steps / 2);
    }
  }
  last = builder.add({ id: `pooled${place}`, kind: 'globalPooling', mode: 'max', inputs: [last] });
  return dropped(builder, `dropped${place}`, settings.encoderDropout, last);
};

/**
 * Convolutions over a picture, each at half its height and width and with twice the filters of the one before; the average
 * of each filter.
 */
export const convolution2d: Encoder = (builder, encoded) => {
  const { part, place, settings } = encoded;
  let side = Math.min(part.sizes[0] ?? 1, part.sizes[1] ?? 1);
  let last = inputOf(builder, encoded);
  for (let layer = 1; layer <= settings.encoderLayers; layer++) {
    const id = `${place}_${String(layer)}`;
    last = builder.add({
      id: `convolution${id}`,
      kind: 'conv2d',
      filters: settings.encoderWidth * 2 ** (layer - 1),
      size: settings.window,
      activation: 'relu',
      inputs: [last],
    });
    if (side >= leastHalved) {
      last = builder.add({ id: `halved${id}`, kind: 'pooling2d', inputs: [last] });
      side = Math.floor(side / 2);
    }
  }
  last = builder.add({ id: `pooled${place}`, kind: 'globalPooling', inputs: [last] });
  return dropped(builder, `dropped${place}`, settings.encoderDropout, last);
};
