import { activationName, nameIn } from '../activations';
import type { Dialect } from '../activations';
import { unsupportedLayer } from '../errors';
import type { GraphLayer, Settings, Weight } from '../graph';
import { flagOf, pickSettings, without } from '../settings';
import type { SettingRule } from '../settings';
import type { LayerKind, Step } from './kind';

const rule: SettingRule = {
  same: [
    'units',
    'activation',
    'recurrent_activation',
    'use_bias',
    'return_sequences',
    'go_backwards',
    'reset_after',
    'dropout',
    'recurrent_dropout',
  ],
  neutral: { unit_forget_bias: [true, false], unroll: [true, false], zero_output_for_mask: [true, false] },
};

/** Which blocks of a layer's weights, side by side, go through the recurrent activation. */
const gates: Readonly<Record<string, readonly boolean[]>> = {
  // Input, forget, candidate, output.
  LSTM: [true, true, false, true],
  // Update, reset, candidate.
  GRU: [true, true, false],
};

/** What turns x so that the hard sigmoid of the one library gives what that of the other gives: slopes 1/5 and 1/6. */
const slopes: Readonly<Record<Dialect, number>> = { tfjs: 0.2, keras: 1 / 6 };

/** Weights whose gates are scaled, block by block along the last axis. */
function scaleGates(weight: Weight, blocks: readonly boolean[], factor: number): Weight {
  const width = weight.shape.at(-1) ?? 1;
  const block = width / blocks.length;
  const values = weight.values.map((value, index) =>
    blocks[Math.floor((index % width) / block)] === true ? value * factor : value,
  );
  return { shape: weight.shape, values };
}

/** Activations inside a recurrent layer, by the other side's names; throws for one that has none. */
function translateActivations(layer: GraphLayer, settings: Settings, from: Dialect, to: Dialect): Settings {
  const changed: Settings = {};
  for (const key of ['activation', 'recurrent_activation'].filter((name) => settings[name] !== undefined)) {
    const name = activationName(settings[key]);
    const isHardGate = key === 'recurrent_activation' && name === 'hard_sigmoid';
    const known = name === null ? null : isHardGate ? name : nameIn(to, name);
    if (known === null || (name === 'hard_sigmoid' && !isHardGate && from === 'keras')) {
      throw unsupportedLayer(
        layer.name,
        layer.className,
        `has the activation ${String(name)} inside, which the other format does not know`,
      );
    }
    changed[key] = known;
  }
  return changed;
}

function translateRecurrent({ from, to, layer, keep }: Step): ReturnType<Step['keep']> {
  const settings = pickSettings(layer, rule);
  const given = { ...settings, ...translateActivations(layer, settings, from, to) };
  const blocks = gates[layer.className];
  const isHard = given['recurrent_activation'] === 'hard_sigmoid' && blocks !== undefined;
  const weights = isHard
    ? layer.weights.map((weight) => scaleGates(weight, blocks, slopes[from] / slopes[to]))
    : layer.weights;
  if (layer.className !== 'GRU') return keep(without(given, 'reset_after'), { weights });
  const resetsAfter = flagOf(given, 'reset_after', from === 'keras');
  if (to === 'keras') return keep({ ...given, reset_after: resetsAfter }, { weights });
  if (!resetsAfter) return keep({ ...given, reset_after: false }, { weights });
  return keep(without(given, 'reset_after', 'dropout', 'recurrent_dropout'), {
    className: 'ResetAfterGRU',
    weights,
  });
}

const paths = ({ weights }: GraphLayer): string[] => weights.map((_, index) => `cell/vars/${String(index)}`);

/** Recurrent layers: kernel, recurrent kernel, bias, whose gates are in the same order in both libraries. */
export const recurrent: LayerKind = {
  classNames: ['SimpleRNN', 'LSTM', 'GRU'],
  rule,
  translate: translateRecurrent,
  paths,
};

/** The GRU of Keras, whose reset gate works after the matrix product, as a layer of our own. */
export const resetAfterGru: LayerKind = {
  classNames: ['ResetAfterGRU'],
  rule,
  translate(step) {
    const { layer, to } = step;
    if (to === 'tfjs') return step.keep(step.settings());
    return translateRecurrent({
      ...step,
      layer: { ...layer, className: 'GRU', settings: { ...layer.settings, reset_after: true } },
      keep: (given, change = {}) => step.keep(given, { className: 'GRU', ...change }),
    });
  },
  paths,
};
