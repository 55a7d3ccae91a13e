import type { ModelSettings } from '../../schemas/model';
import type { NetworkBuilder } from './builder';

/** Hidden layers of dense, activation and (when asked for) dropout. @returns the id of the last layer. */
export function hiddenLayers(
  builder: NetworkBuilder,
  { hidden, activation, dropout }: Pick<ModelSettings, 'hidden' | 'activation' | 'dropout'>,
  before: string,
): string {
  let last = before;
  hidden.forEach((units, index) => {
    const place = String(index + 1);
    const name = `Hidden layer ${place}`;
    last = builder.add({ id: `hidden${place}`, kind: 'dense', units, inputs: [last], name });
    last = builder.add({ id: `activation${place}`, kind: 'activation', activation, inputs: [last] });
    if (dropout > 0)
      last = builder.add({ id: `dropout${place}`, kind: 'dropout', rate: dropout, inputs: [last] });
  });
  return last;
}
