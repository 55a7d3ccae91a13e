import { NetworkBuilder } from './builder';
import { denseBlocks } from './dense-blocks';
import { joinInputs } from './join';
import type { Preset } from './preset';

/**
 * Wide and deep (Cheng and others, 2016, "Wide & Deep Learning for Recommender Systems"): the answer is a weighted sum of the
 * columns themselves and of what hidden layers find in them.
 */
export const wideAndDeep: Preset = {
  title: 'Wide and deep',
  purpose:
    'A weighted sum of the columns beside hidden layers: where simple effects matter most, as with many categories.',
  uses: ['hidden', 'activation', 'dropout'],
  fields: [],
  recommends: () => ({
    model: { hidden: [128, 64], activation: 'relu', dropout: 0.1 },
    training: { optimizer: 'adamw', learningRate: 0.001, weightDecay: 0.01 },
  }),
  network: (model, context) => {
    const builder = new NetworkBuilder();
    const wide = joinInputs(builder, context);
    const deep = denseBlocks(builder, wide, model);
    return builder.finish(
      builder.add({ id: 'both', kind: 'concatenate', inputs: [wide, deep], name: 'Wide and deep' }),
    );
  },
};
