import { flagOf } from '../settings';
import type { LayerKind } from './kind';

const parts = ['query', 'key', 'value', 'output'];

/** Multi-head attention: ours has Keras' weights in Keras' order. Whether it looks ahead is said in each use there. */
export const attention: LayerKind = {
  classNames: ['MultiHeadAttention'],
  rule: {
    same: ['num_heads', 'key_dim', 'value_dim', 'use_bias', 'use_causal_mask'],
    neutral: {
      dropout: [0],
      output_shape: [],
      attention_axes: [[1], 1],
      use_gate: [false],
      sliding_window: [],
      flash_attention: [],
    },
  },
  translate({ builder, keep, inputs, settings, shape, to, options }) {
    const { use_causal_mask: causal, ...given } = settings();
    if (to === 'tfjs') {
      const sees = causal === true || flagOf(options, 'use_causal_mask', false);
      // Where value and key are the same as what comes before them, ours takes it once.
      const [query, value, key = value] = inputs;
      const shorter = key !== value ? inputs : value === query ? inputs.slice(0, 1) : inputs.slice(0, 2);
      return keep({ ...given, use_causal_mask: sees }, { inputs: shorter });
    }
    const node = keep(given);
    const [query, value = query] = inputs;
    if (query === undefined || value === undefined) return node;
    const use = {
      ...node,
      inputs: [query, value, ...inputs.slice(2)],
      shape,
      options: causal === true ? { use_causal_mask: true } : {},
    };
    builder.nodes.splice(builder.nodes.indexOf(node), 1, use);
    return use;
  },
  paths: ({ weights }) => {
    const bias = weights.length > parts.length;
    return parts.flatMap((part) => (bias ? ['0', '1'] : ['0']).map((index) => `${part}_dense/vars/${index}`));
  },
};
