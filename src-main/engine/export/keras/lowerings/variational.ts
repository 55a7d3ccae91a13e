import { unsupportedLayer } from '../errors';
import type { Settings, Weight } from '../graph';
import { flagOf, numberOf, textOf } from '../settings';
import { asSetting } from '../kinds/wrappers';
import type { Lowering } from './lowering';

/** Ours lists the bias first. */
const inOrder = ([bias, kernel, recurrent]: readonly Weight[]): Weight[] =>
  [kernel, recurrent, bias].filter((weight) => weight !== undefined);

/**
 * A recurrent layer with dropout that is the same at every step: Keras' LSTM and GRU drop that way themselves, and in
 * predictions they are the same layers.
 */
export const variational: Lowering = {
  className: 'VariationalRecurrent',
  targets: ['keras', 'tfjs'],
  lower({ builder, inputs, isMasked, layer, shape, showsPadding }) {
    const { name, settings, weights } = layer;
    const rate = numberOf(settings, 'rate', 0);
    const sequences = flagOf(settings, 'sequences', false);
    const isLstm = textOf(settings, 'cell', 'lstm') === 'lstm';
    const className = isLstm ? 'LSTM' : 'GRU';
    const own: Settings = {
      units: numberOf(settings, 'units', 1),
      activation: 'tanh',
      recurrent_activation: 'sigmoid',
      use_bias: true,
      return_sequences: sequences,
      dropout: rate,
      recurrent_dropout: rate,
      ...(isLstm ? {} : { reset_after: false }),
    };
    if (!flagOf(settings, 'bidirectional', false)) {
      return builder.add(name, className, own, inputs, shape, inOrder(weights));
    }
    if (isMasked && sequences && showsPadding()) {
      throw unsupportedLayer(
        name,
        layer.className,
        'gives steps that are padding to a layer that looks at them, and the libraries fill those in differently',
      );
    }
    const inner = asSetting({ name: `${name}_steps`, className, settings: own, weights: [] });
    return builder.add(name, 'Bidirectional', { merge_mode: 'concat', layer: inner }, inputs, shape, [
      ...inOrder(weights.slice(0, 3)),
      ...inOrder(weights.slice(3)),
    ]);
  },
};
