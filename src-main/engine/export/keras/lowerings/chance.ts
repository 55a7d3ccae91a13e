import { composeActivation } from '../activations';
import { numberOf } from '../settings';
import type { Lowering } from './lowering';

/** Ours is given its chance from outside; that of TensorFlow.js draws it. */
export const dropout: Lowering = {
  className: 'SeededDropout',
  targets: ['tfjs'],
  lower: ({ builder, inputs, layer, shape }) =>
    builder.add(layer.name, 'Dropout', { rate: numberOf(layer.settings, 'rate', 0) }, inputs, shape),
};

export const gaussianNoise: Lowering = {
  className: 'SeededGaussianNoise',
  targets: ['tfjs'],
  lower: ({ builder, inputs, layer, shape }) =>
    builder.add(
      layer.name,
      'GaussianNoise',
      { stddev: numberOf(layer.settings, 'deviation', 0) },
      inputs,
      shape,
    ),
};

/** The name of this function does not survive a file of TensorFlow.js. */
export const activation: Lowering = {
  className: 'Activation',
  targets: ['tfjs'],
  lower({ builder, inputs, layer, shape }) {
    const [before] = inputs;
    if (layer.settings['activation'] === 'gelu_new' && before !== undefined) {
      return composeActivation(builder, layer, 'tfjs', 'gelu_new', before);
    }
    return builder.add(layer.name, layer.className, layer.settings, inputs, shape);
  },
};
