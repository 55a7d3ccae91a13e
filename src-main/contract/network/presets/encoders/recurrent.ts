import { stepsOf } from './encoder';
import type { Encoder } from './encoder';

/**
 * Reads the steps one after the other and gives what it has kept at the end. Dropout is that of Gal and Ghahramani (2016):
 * the same units are off at every step, of what goes in and of what is kept.
 */
export const recurrent =
  (kind: 'lstm' | 'gru'): Encoder =>
  (builder, encoded) => {
    const { place, settings } = encoded;
    let last = stepsOf(builder, encoded, true);
    for (let layer = 1; layer <= settings.encoderLayers; layer++) {
      last = builder.add({
        id: `${kind}${place}_${String(layer)}`,
        kind,
        units: settings.encoderWidth,
        dropout: settings.encoderDropout,
        sequences: layer < settings.encoderLayers,
        inputs: [last],
      });
    }
    return last;
  };
