import { NetworkBuilder } from './builder';
import { joinInputs } from './join';
import type { Preset } from './preset';

/** The wider layer within a block, as a multiple of the blocks' own width. */
const expansion = 2;

/**
 * A residual perceptron (the ResNet of Gorishniy and others, 2021, "Revisiting Deep Learning Models for Tabular Data"): each
 * block adds what it finds to what it was given.
 */
export const residual: Preset = {
  title: 'Residual perceptron',
  purpose: 'Blocks that each add to the one before: for many rows, where a deeper network pays.',
  uses: ['hidden', 'dropout'],
  fields: [
    {
      control: 'number',
      name: 'blocks',
      label: 'Blocks',
      minimum: 1,
      maximum: 12,
      whole: true,
      help: 'Each has two layers. Their width is that of the first hidden layer.',
    },
  ],
  recommends: () => ({
    model: { hidden: [128], activation: 'relu', dropout: 0.1, options: { blocks: 3 } },
    features: { numberScaling: 'quantile' },
    training: { optimizer: 'adamw', learningRate: 0.001, weightDecay: 0.01, patience: 20 },
  }),
  network: ({ hidden, dropout, options }, context) => {
    const [width = 128] = hidden;
    const builder = new NetworkBuilder();
    let last = builder.add({
      id: 'first',
      kind: 'dense',
      units: width,
      inputs: [joinInputs(builder, context)],
      name: 'First layer',
    });
    for (let block = 1; block <= options.blocks; block++) {
      const place = String(block);
      const name = (what: string): string => `Block ${place}: ${what}`;
      const normal = builder.add({ id: `normal${place}`, kind: 'batchNormalization', inputs: [last] });
      const wide = builder.add({
        id: `wide${place}`,
        kind: 'dense',
        units: expansion * width,
        activation: 'relu',
        inputs: [normal],
        name: name('wide layer'),
      });
      const dropped =
        dropout > 0
          ? builder.add({ id: `dropout${place}`, kind: 'dropout', rate: dropout, inputs: [wide] })
          : wide;
      const narrow = builder.add({
        id: `narrow${place}`,
        kind: 'dense',
        units: width,
        inputs: [dropped],
        name: name('narrow layer'),
      });
      last = builder.add({ id: `sum${place}`, kind: 'add', inputs: [last, narrow], name: name('sum') });
    }
    const normal = builder.add({ id: 'normal', kind: 'batchNormalization', inputs: [last] });
    return builder.finish(
      builder.add({ id: 'active', kind: 'activation', activation: 'relu', inputs: [normal] }),
    );
  },
};
