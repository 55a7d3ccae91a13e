import { NetworkBuilder } from './builder';
import { joinInputs } from './join';
import type { Preset } from './preset';

/** Linear or logistic regression. */
export const linear: Preset = {
  title: 'Linear',
  purpose:
    'A weighted sum of the columns: for few rows, for a first look, and where every weight must be read.',
  uses: [],
  fields: [],
  recommends: () => ({}),
  network: (_, context) => {
    const builder = new NetworkBuilder();
    return builder.finish(joinInputs(builder, context));
  },
};
