import { convolution1d, convolution2d } from './encoders/convolution';
import type { Preset } from './preset';
import { typedPreset } from './typed';

const typed = typedPreset(
  'Convolutions over pictures (2-D CNN)',
  'Looks for shapes wherever they are in a picture: for images.',
  { sequence: convolution1d, tokens: convolution1d, image: convolution2d },
  ['window'],
);

/**
 * Three convolutions, each with twice the filters and half the side of the one before, learned with longer steps than a
 * sequence takes: what learned pictures of simple shapes soonest, of what was tried.
 */
export const cnn2d: Preset = {
  ...typed,
  recommends: (facts) => {
    const { model, training, ...rest } = typed.recommends(facts);
    return {
      ...rest,
      model: { ...model, options: { encoderWidth: 16, encoderLayers: 3 } },
      training: { ...training, learningRate: 0.003 },
    };
  },
};
