import type { Quantization, Shrinking, SmallerNetwork } from './schemas/exports';

/** A way to make a trained network smaller, as it is offered to a person. */
export interface SmallerNetworkInfo {
  /** In a few words, after the name of a model: "pruned by half". */
  title: string;
  sentence: string;
  shrinking: Shrinking;
  /** Ways of keeping weights that it is made for. */
  quantizations: readonly Quantization[];
}

/** Every way to make a network smaller, in the order in which they are tried. */
export const smallerNetworkInfo: Record<SmallerNetwork, SmallerNetworkInfo> = {
  'prune-half': {
    title: 'pruned by half',
    sentence: 'The smaller half of the weights of each layer is zero; the others were trained a little more.',
    shrinking: { kind: 'prune', share: 0.5 },
    quantizations: ['none'],
  },
  'prune-most': {
    title: 'pruned by four fifths',
    sentence: 'Four fifths of the weights of each layer are zero; the others were trained a little more.',
    shrinking: { kind: 'prune', share: 0.8 },
    quantizations: ['none'],
  },
  'quantization-aware': {
    title: 'trained for 8 bits',
    sentence: 'Trained a little more while its weights were rounded as 8 bits will round them.',
    shrinking: { kind: 'quantize-aware' },
    quantizations: ['int8'],
  },
  distilled: {
    title: 'distilled into half the units',
    sentence: 'A network with half of the units learned to answer as the larger one does.',
    shrinking: { kind: 'distil', share: 0.5 },
    quantizations: ['none', 'int8'],
  },
};
