import { NetworkBuilder } from './builder';
import { hiddenLayers } from './hidden';
import { joinInputs } from './join';
import type { Encoders } from './join';
import type { Preset } from './preset';

/** A preset that reads sequences, texts and pictures by encoders, joins them with the table, and goes on as a perceptron. */
export const typedPreset = (title: string, purpose: string, encoders: Encoders): Preset => ({
  title,
  purpose,
  uses: ['hidden', 'activation', 'dropout', 'encoder'],
  network: (model, context) => {
    const builder = new NetworkBuilder();
    return builder.finish(
      hiddenLayers(builder, model, joinInputs(builder, context, encoders, model.encoder)),
    );
  },
});
