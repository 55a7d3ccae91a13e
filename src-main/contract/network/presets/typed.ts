import type { Field } from '../../cleaning/fields';
import type { ModelOption } from '../../schemas/model';
import { NetworkBuilder } from './builder';
import { denseBlocks } from './dense-blocks';
import { joinInputs } from './join';
import type { Encoders } from './join';
import type { Preset } from './preset';

/** The controls of presets that read sequences, texts and pictures, by name. */
const controls = {
  encoderWidth: {
    control: 'number',
    name: 'encoderWidth',
    label: 'Width of the reading layers',
    minimum: 4,
    maximum: 1024,
    whole: true,
    help: 'Units, filters or numbers of each layer that reads a sequence, text or picture.',
  },
  encoderLayers: {
    control: 'number',
    name: 'encoderLayers',
    label: 'Reading layers',
    minimum: 1,
    maximum: 8,
    whole: true,
    help: 'Layers that read a sequence, text or picture, one behind the other.',
  },
  window: {
    control: 'number',
    name: 'window',
    label: 'Window',
    minimum: 1,
    maximum: 63,
    whole: true,
    help: 'How many steps, or points of a side, a convolution looks at.',
  },
  heads: {
    control: 'number',
    name: 'heads',
    label: 'Heads',
    minimum: 1,
    maximum: 16,
    whole: true,
    help: 'In how many ways each step looks at the others.',
  },
  encoderDropout: {
    control: 'number',
    name: 'encoderDropout',
    label: 'Dropout while reading',
    minimum: 0,
    maximum: 0.9,
    help: 'The share of numbers switched off in training; in an LSTM or GRU the same ones at every step.',
  },
} as const satisfies Partial<Record<ModelOption, Field<ModelOption>>>;

/**
 * A preset that reads sequences, texts and pictures by encoders, joins them with the table, and goes on as a perceptron.
 * @param own options that it looks at beside width, layers and dropout.
 */
export const typedPreset = (
  title: string,
  purpose: string,
  encoders: Encoders,
  own: readonly ('window' | 'heads')[] = [],
): Preset => ({
  title,
  purpose,
  uses: ['hidden', 'activation', 'dropout'],
  fields: (['encoderWidth', 'encoderLayers', ...own, 'encoderDropout'] as const).map(
    (name) => controls[name],
  ),
  recommends: () => ({
    model: { hidden: [64], dropout: 0.1 },
    training: { optimizer: 'adamw', learningRate: 0.001, regularization: { clipNorm: 1 } },
  }),
  network: (model, context) => {
    const builder = new NetworkBuilder();
    const joined = joinInputs(builder, context, undefined, encoders, model.options);
    return builder.finish(denseBlocks(builder, joined, model));
  },
});
