import { unsupportedLayer } from '../errors';
import { reshaped } from './depthwise';
import type { Lowering } from './lowering';

/**
 * The average over the steps that count. Without padding every library has it. With it, the sum is a product with the mask,
 * and what it is divided by comes from a table of 1 / steps: rows of which no step counts give zeros here, where Keras'
 * own layer gives NaN.
 */
export const maskedAverage: Lowering = {
  className: 'MaskedAverage',
  targets: ['keras', 'tfjs'],
  lower({ builder, inputs: [x], layer, masks, shape }) {
    const { name, className } = layer;
    const [mask = null] = masks();
    if (x === undefined) throw unsupportedLayer(name, className, 'has no input');
    if (mask === null) return builder.add(name, 'GlobalAveragePooling1D', {}, [x], shape);
    const [rows = null, steps = null, channels = null] = x.shape;
    if (steps === null || channels === null)
      throw unsupportedLayer(name, className, 'averages over steps of any number');
    const counted = builder.add(
      `${name}_count`,
      'Dense',
      { units: 1, activation: 'linear', use_bias: false, trainable: false },
      [mask],
      [rows, 1],
      [{ shape: [steps, 1], values: new Float32Array(steps).fill(1) }],
    );
    const shares = Float32Array.from({ length: steps + 1 }, (_, count) => 1 / Math.max(1, count));
    const share = builder.add(
      `${name}_share`,
      'Embedding',
      { input_dim: steps + 1, output_dim: 1, mask_zero: false, trainable: false },
      [builder.add(`${name}_whole`, 'Rescaling', { scale: 1, offset: 0.5 }, [counted], [rows, 1])],
      [rows, 1, 1],
      [{ shape: [steps + 1, 1], values: shares }],
    );
    const product = (own: string, one: typeof x, other: typeof x): typeof x =>
      builder.add(
        `${name}_${own}`,
        'Dot',
        { axes: [2, 1], normalize: false },
        [one, other],
        [rows, 1, other.shape[2] ?? null],
      );
    const sum = product('sum', reshaped(builder, `${name}_mask`, mask, [1, steps]), x);
    return reshaped(builder, name, product('mean', share, sum), [channels]);
  },
};
