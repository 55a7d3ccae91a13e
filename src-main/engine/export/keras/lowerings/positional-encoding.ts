import { encodePositions } from '../../../model/layers/positional-encoding';
import { unsupportedLayer } from '../errors';
import { numberOf } from '../settings';
import { addConstant } from './add-constant';
import type { Lowering } from './lowering';

/** Adds the waves that tell places apart: they are the same for every row. */
export const positionalEncoding: Lowering = {
  className: 'PositionalEncoding',
  targets: ['keras', 'tfjs'],
  lower({ builder, inputs: [x], isMasked, layer }) {
    const [, steps, features] = x?.shape ?? [];
    if (x === undefined || typeof steps !== 'number' || typeof features !== 'number' || isMasked) {
      throw unsupportedLayer(
        layer.name,
        layer.className,
        'follows steps of any number, or that may be padding, for which Keras has no layer',
      );
    }
    const waves = encodePositions(steps, features, numberOf(layer.settings, 'max_wavelength', 10_000));
    return addConstant(builder, layer.name, x, waves);
  },
};
