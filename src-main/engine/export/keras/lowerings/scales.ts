import { unsupportedLayer } from '../errors';
import { sizeOf } from '../graph';
import type { Weight } from '../graph';
import { numberOf } from '../settings';
import { depthwise, reshaped, scaled } from './depthwise';
import type { Lowering } from './lowering';
import { givenTo } from './members';

/** How fast biases of scaled dense layers are learned, and by how much they are smaller than they are kept. */
const biasSpeed = 0.1;

const learns = (weight: Weight, speed: number, decays: boolean): Weight => ({
  ...weight,
  learns: { speed, decays },
});

/** y = x W / sqrt(inputs) + 0.1 b is a dense layer whose weights are those products. */
export const scaledDense: Lowering = {
  className: 'ScaledDense',
  targets: ['keras', 'tfjs'],
  lower(step) {
    const { builder, layer, shape } = step;
    const { x, weights } = givenTo(step, 2);
    const [kernel = { shape: [1], values: new Float32Array(1) }, bias = kernel] = weights;
    const factor = 1 / Math.sqrt(kernel.shape[0] ?? 1);
    const settings = {
      units: numberOf(layer.settings, 'units', 1),
      activation: 'linear',
      use_bias: true,
    };
    return builder.add(layer.name, 'Dense', settings, [x], shape, [
      learns(scaled(kernel, factor), factor, true),
      learns(scaled(bias, biasSpeed), biasSpeed, false),
    ]);
  },
};

/** A scale of every value: a depthwise convolution over an image of one point, whose channels are the values. */
export const columnScaling: Lowering = {
  className: 'ColumnScaling',
  targets: ['keras', 'tfjs'],
  lower(step) {
    const { builder, isMasked, layer, shape } = step;
    const { x, weights } = givenTo(step, 1);
    if (isMasked) {
      throw unsupportedLayer(
        layer.name,
        layer.className,
        'scales steps that may be padding, for which the other libraries have no layer',
      );
    }
    const speed = numberOf(layer.settings, 'speed', 1);
    const [scale = { shape: [1], values: new Float32Array(1) }] = weights;
    const size = sizeOf(shape.slice(1));
    const { values } = scaled(scale, speed);
    const kernel = learns({ shape: [1, 1, size, 1], values }, speed, false);
    const image = reshaped(builder, `${layer.name}_image`, x, [1, 1, size]);
    const made = depthwise(builder, `${layer.name}_scale`, image, { kernel });
    return reshaped(
      builder,
      layer.name,
      made,
      shape.slice(1).map((length) => length ?? 1),
    );
  },
};
