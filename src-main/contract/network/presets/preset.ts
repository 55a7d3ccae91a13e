import type { ModelSettings } from '../../schemas/model';
import type { Network } from '../index';
import type { NetworkContext } from '../inputs';

/** A network that is made by a few settings, for whatever goes in and comes out. */
export interface Preset {
  readonly title: string;
  /** One sentence: when to use it. */
  readonly purpose: string;
  /** The settings of the recipe's model that it looks at, besides its own options. */
  readonly uses: readonly ('hidden' | 'activation' | 'dropout')[];
  readonly network: (model: ModelSettings, context: NetworkContext) => Network;
}
