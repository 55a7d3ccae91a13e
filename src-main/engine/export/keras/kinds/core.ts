import { activationName, composeActivation, nameIn } from '../activations';
import { inputClass } from '../graph';
import { unsupportedLayer } from '../errors';
import type { LayerKind } from './kind';

/** Where the rows come in. */
export const input: LayerKind = {
  classNames: [inputClass],
  rule: { same: [] },
  translate: ({ keep, to, shape }) =>
    keep(
      to === 'keras'
        ? { batch_shape: [...shape], dtype: 'float32', sparse: false, ragged: false }
        : { batch_input_shape: [...shape], dtype: 'float32', sparse: false },
    ),
};

export const dense: LayerKind = {
  classNames: ['Dense'],
  rule: { same: ['units', 'activation', 'use_bias'], neutral: { lora_rank: [] } },
  activates: true,
};

/** A function by itself, without weights. */
export const activation: LayerKind = {
  classNames: ['Activation'],
  rule: { same: ['activation'] },
  translate({ builder, from, to, layer, inputs, keep, settings }) {
    const name = activationName(settings()['activation']);
    const [before] = inputs;
    if (name === null || before === undefined) {
      throw unsupportedLayer(layer.name, layer.className, 'has an activation that is not a plain function');
    }
    const known = nameIn(to, name);
    return known === null || (from === 'keras' && name === 'hard_sigmoid')
      ? composeActivation(builder, layer, from, name, before)
      : keep({ activation: known });
  },
};

export const flatten: LayerKind = {
  classNames: ['Flatten'],
  rule: { same: [], neutral: { data_format: ['channels_last'] } },
};
export const reshape: LayerKind = { classNames: ['Reshape'], rule: { same: ['target_shape'] } };
export const permute: LayerKind = { classNames: ['Permute'], rule: { same: ['dims'] } };
export const repeatVector: LayerKind = { classNames: ['RepeatVector'], rule: { same: ['n'] } };
export const masking: LayerKind = { classNames: ['Masking'], rule: { same: ['mask_value'] } };

export const embedding: LayerKind = {
  classNames: ['Embedding'],
  rule: { same: ['input_dim', 'output_dim', 'mask_zero'], neutral: { lora_rank: [], weights: [] } },
};

export const rescaling: LayerKind = {
  classNames: ['Rescaling'],
  rule: { same: ['scale', 'offset'], neutral: { data_format: ['channels_last'] } },
};
