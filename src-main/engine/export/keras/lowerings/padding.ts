import { flagOf, numberOf } from '../settings';
import { permuted } from './depthwise';
import type { Lowering } from './lowering';

/**
 * In TensorFlow.js many layers refuse to follow ones that tell of padding, and others are told of the padding of another
 * branch: only what is needed by a recurrent layer is told.
 */
export const embedding: Lowering = {
  className: 'Embedding',
  targets: ['tfjs'],
  applies: ({ settings }) => flagOf(settings, 'mask_zero', false),
  lower({ builder, inputs, layer, shape, tellsPadding }) {
    const settings = tellsPadding() ? layer.settings : { ...layer.settings, mask_zero: false };
    return builder.add(layer.name, layer.className, settings, inputs, shape, layer.weights);
  },
};

/** Sets steps that are padding to zero, and tells of them only where it has to. */
export const masking: Lowering = {
  className: 'Masking',
  targets: ['tfjs'],
  lower({ builder, inputs, layer, ownMask, shape, tellsPadding }) {
    const [x] = inputs;
    if (x === undefined || tellsPadding())
      return builder.add(layer.name, layer.className, layer.settings, inputs, shape);
    const mask = numberOf(layer.settings, 'mask_value', 0) === 0 ? null : ownMask();
    // What is zero already stays it.
    if (mask === null) return x;
    const [rows = null, steps = null, features = null] = shape;
    const settings = { n: features ?? 1 };
    const each = builder.add(`${layer.name}_each`, 'RepeatVector', settings, [mask], [rows, features, steps]);
    return builder.add(
      layer.name,
      'Multiply',
      {},
      [x, permuted(builder, `${layer.name}_steps`, each, [2, 1])],
      shape,
    );
  },
};
