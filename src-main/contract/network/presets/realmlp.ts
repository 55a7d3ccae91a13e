import { numberColumns } from '../table-columns';
import { NetworkBuilder } from './builder';
import { joinInputs } from './join';
import type { Preset } from './preset';

/** Numbers that a number of the data becomes, of so many waves. */
const waves = { waves: 16, width: 4, spread: 0.1 };

/**
 * RealMLP (Holzmüller and others, 2024, "Better by Default: Strong Pre-Tuned MLPs and Boosted Trees on Tabular Data"): numbers
 * beside learned waves, learned scales, and scaled dense layers, with the training that was found for them on many tables.
 * Weights begin as in its simplified form, which does not look at the data; dropout and weight decay stay as they are
 * while it trains.
 */
export const realmlp: Preset = {
  title: 'RealMLP',
  purpose:
    'One perceptron with settings found on many tables: a strong second opinion, and smaller than TabM.',
  uses: ['hidden', 'activation', 'dropout'],
  fields: [],
  recommends: ({ task }) => ({
    model: { hidden: [256, 256, 256], activation: task === 'regression' ? 'mish' : 'selu', dropout: 0.15 },
    features: { numberScaling: 'robust', categoryEncoding: 'one-hot' },
    training: {
      optimizer: 'adamw',
      beta2: 0.95,
      learningRate: task === 'regression' ? 0.2 : 0.04,
      weightDecay: 0.02,
      batchSize: 256,
      epochs: 256,
      patience: 256,
      schedule: { kind: 'cosine-log' },
    },
  }),
  network: ({ hidden, activation, dropout }, context) => {
    const builder = new NetworkBuilder();
    const table = context.inputs.parts.find(({ kind }) => kind === 'table');
    const hasNumbers = table !== undefined && numberColumns(table.columns).length > 0;
    const joined = joinInputs(builder, context, (encoded) =>
      hasNumbers ? builder.add({ id: 'waves', kind: 'waveEmbedding', ...waves, inputs: [encoded] }) : encoded,
    );
    let last = builder.add({ id: 'scales', kind: 'columnScaling', inputs: [joined] });
    hidden.forEach((units, index) => {
      const place = String(index + 1);
      last = builder.add({
        id: `hidden${place}`,
        kind: 'scaledDense',
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
