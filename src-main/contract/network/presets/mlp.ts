import { NetworkBuilder } from './builder';
import { joinInputs } from './join';
import type { Preset } from './preset';

/** Multilayer perceptron: hidden layers of dense, activation and (when asked for) dropout. */
export const mlp: Preset = {
  title: 'Multilayer perceptron',
  purpose: 'Layers of units over all columns: quick to train, and good on most tables.',
  uses: ['hidden', 'activation', 'dropout'],
  network: ({ hidden, activation, dropout }, context) => {
    const builder = new NetworkBuilder();
    let last = joinInputs(builder, context);
    hidden.forEach((units, index) => {
      const place = String(index + 1);
      last = builder.add({
        id: `hidden${place}`,
        kind: 'dense',
        units,
        inputs: [last],
        name: `Hidden layer ${place}`,
      });
      last = builder.add({ id: `activation${place}`, kind: 'activation', activation, inputs: [last] });
      if (dropout > 0)
        last = builder.add({ id: `dropout${place}`, kind: 'dropout', rate: dropout, inputs: [last] });
    });
    return builder.finish(last);
  },
};
