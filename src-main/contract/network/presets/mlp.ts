import { NetworkBuilder } from './builder';
import { hiddenLayers } from './hidden';
import { joinInputs } from './join';
import type { Preset } from './preset';

/** Multilayer perceptron: hidden layers of dense, activation and (when asked for) dropout. */
export const mlp: Preset = {
  title: 'Multilayer perceptron',
  purpose: 'Layers of units over all columns: quick to train, and good on most tables.',
  uses: ['hidden', 'activation', 'dropout'],
  network: (model, context) => {
    const builder = new NetworkBuilder();
    return builder.finish(hiddenLayers(builder, model, joinInputs(builder, context)));
  },
};
