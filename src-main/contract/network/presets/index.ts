import type { ModelSettings } from '../../schemas/model';
import { networkInvalid } from '../define';
import type { Network } from '../index';
import type { NetworkContext } from '../inputs';
import { cnn1d } from './cnn1d';
import { cnn2d } from './cnn2d';
import { gru } from './gru';
import { linear } from './linear';
import { lstm } from './lstm';
import { mlp } from './mlp';
import type { PresetName } from './names';
import type { Preset } from './preset';
import { realmlp } from './realmlp';
import { residual } from './residual';
import { tabm } from './tabm';
import { transformer } from './transformer';
import { wideAndDeep } from './wide-and-deep';

export type { Preset, PresetFacts, Recommendation } from './preset';

/** Every preset, in the order of the menu. */
export const presets: Readonly<Record<Exclude<PresetName, 'custom'>, Preset>> = {
  linear,
  mlp,
  residual,
  'wide-and-deep': wideAndDeep,
  tabm,
  realmlp,
  cnn1d,
  lstm,
  gru,
  transformer,
  cnn2d,
};

/**
 * The network that a recipe's model asks for: that of its preset, or its own. Throws NETWORK_INVALID when it has none of its
 * own.
 */
export function networkOf(model: ModelSettings, context: NetworkContext): Network {
  if (model.preset !== 'custom') return presets[model.preset].network(model, context);
  if (model.network !== null) return model.network;
  throw networkInvalid('The recipe holds no network of its own.', {
    next: 'Choose a preset, or make a network from one.',
  });
}
