import type { ModelSettings } from '../../schemas/model';
import type { NetworkBuilder } from './builder';

/**
 * Hidden layers of dense, activation and (when asked for) dropout, one behind the other.
 * @param last what they take. @returns the last.
 */
export function denseBlocks(
  builder: NetworkBuilder,
  last: string,
  { hidden, activation, dropout }: Pick<ModelSettings, 'hidden' | 'activation' | 'dropout'>,
): string {
  return hidden.reduce((before, units, index) => {
    const place = String(index + 1);
    const dense = builder.add({
      id: `hidden${place}`,
      kind: 'dense',
      units,
      inputs: [before],
      name: `Hidden layer ${place}`,
    });
    const active = builder.add({ id: `activation${place}`, kind: 'activation', activation, inputs: [dense] });
    if (dropout === 0) return active;
    return builder.add({ id: `dropout${place}`, kind: 'dropout', rate: dropout, inputs: [active] });
  }, last);
}
