import { NetworkBuilder } from './builder';
import { denseBlocks } from './dense-blocks';
import { joinInputs } from './join';
import type { Preset } from './preset';

/** Multilayer perceptron: hidden layers of dense, activation and (when asked for) dropout. */
export const mlp: Preset = {
  title: 'Multilayer perceptron',
  purpose: 'Layers of units over all columns: quick to train, and good on most tables.',
  uses: ['hidden', 'activation', 'dropout'],
  fields: [],
  recommends: () => ({}),
  network: (model, context) => {
    const builder = new NetworkBuilder();
    return builder.finish(denseBlocks(builder, joinInputs(builder, context), model));
  },
};
