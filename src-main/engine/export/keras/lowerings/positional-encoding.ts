import { encodePositions } from '../../../model/layers/positional-encoding';
import { unsupportedLayer } from '../errors';
import type { GraphNode } from '../graph';
import { numberOf } from '../settings';
import { addConstant, timesConstant } from './constants';
import type { Lowering, LoweringStep } from './lowering';

/**
 * Of steps that may be padding: an embedding of the places, counted from 1, where padding has the place 0, so that the sum
 * tells of padding as the words do.
 */
function ofPaddedSteps(
  { builder, layer: { name }, shape, target, tellsPadding }: LoweringStep,
  x: GraphNode,
  mask: GraphNode,
  waves: Float32Array,
): GraphNode {
  const [rows = null, steps = 1, features = 1] = shape;
  const count = steps ?? 1;
  const places = timesConstant(
    builder,
    `${name}_places`,
    mask,
    // Half a place more, so that rounding never loses one; padding stays 0.
    Float32Array.from({ length: count }, (_, place) => place + 1.5),
  );
  const table = new Float32Array((count + 1) * (features ?? 1));
  table.set(waves, features ?? 1);
  const settings = {
    input_dim: count + 1,
    output_dim: features ?? 1,
    mask_zero: target === 'keras' || tellsPadding(),
    trainable: false,
  };
  const known = builder.add(
    `${name}_waves`,
    'Embedding',
    settings,
    [places],
    [rows, steps, features],
    [{ shape: [count + 1, features ?? 1], values: table }],
  );
  return builder.add(name, 'Add', {}, [x, known], shape);
}

/** Adds the waves that tell places apart: they are the same for every row. */
export const positionalEncoding: Lowering = {
  className: 'PositionalEncoding',
  targets: ['keras', 'tfjs'],
  lower(step) {
    const { builder, inputs, layer, masks, showsPadding } = step;
    const [x] = inputs;
    const [, steps, features] = x?.shape ?? [];
    if (x === undefined || typeof steps !== 'number' || typeof features !== 'number') {
      throw unsupportedLayer(
        layer.name,
        layer.className,
        'follows steps of any number, for which Keras has no layer',
      );
    }
    const waves = encodePositions(steps, features, numberOf(layer.settings, 'max_wavelength', 10_000));
    const [mask = null] = masks();
    if (mask === null) return addConstant(builder, layer.name, x, waves);
    if (showsPadding()) {
      throw unsupportedLayer(
        layer.name,
        layer.className,
        'gives steps that are padding to a layer that looks at them, for which Keras has no layer',
      );
    }
    return ofPaddedSteps(step, x, mask, waves);
  },
};
