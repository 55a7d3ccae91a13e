import { unsupportedLayer } from '../errors';
import type { GraphLayer, Setting, Settings, Weight } from '../graph';
import { flagOf, isObject, textOf, without } from '../settings';
import type { LayerKind } from './kind';

/** The layer in a wrapper, with its share of the weights. Throws LAYER_NOT_SUPPORTED for what is no layer. */
function wrapped(layer: GraphLayer, weights: Weight[], key = 'layer'): GraphLayer {
  const given = layer.settings[key];
  const config = isObject(given) ? given['config'] : undefined;
  if (!isObject(given) || !isObject(config) || 'layers' in config) {
    throw unsupportedLayer(layer.name, layer.className, 'wraps something that is not a single layer');
  }
  const settings: Settings = without(config, 'name');
  return {
    name: textOf(config, 'name', layer.name),
    className: textOf(given, 'class_name', ''),
    settings,
    weights,
  };
}

/** A layer as a setting of another. */
export const asSetting = ({ name, className, settings }: GraphLayer): Setting => ({
  class_name: className,
  config: { ...settings, name },
});

/** One layer done to every step. */
export const timeDistributed: LayerKind = {
  classNames: ['TimeDistributed'],
  rule: { same: ['layer'] },
  translate({ inner, keep, layer }) {
    const made = inner(wrapped(layer, layer.weights));
    return keep({ layer: asSetting(made) }, { weights: made.weights });
  },
  paths: (layer, inner) => inner(wrapped(layer, layer.weights)).map((path) => `layer/${path}`),
};

/** A recurrent layer forwards and its twin backwards: first the weights of the one, then those of the other. */
export const bidirectional: LayerKind = {
  classNames: ['Bidirectional'],
  rule: { same: ['layer', 'backward_layer', 'merge_mode'] },
  translate({ inner, isMasked, keep, layer, settings }) {
    const half = layer.weights.length / 2;
    const forward = wrapped(layer, layer.weights.slice(0, half));
    const backward = wrapped(layer, layer.weights.slice(half));
    if (layer.settings['backward_layer'] !== undefined && layer.settings['backward_layer'] !== null) {
      const other = wrapped(layer, [], 'backward_layer');
      const relevant = (one: GraphLayer): string =>
        JSON.stringify(
          ['units', 'activation', 'recurrent_activation', 'use_bias', 'reset_after', 'return_sequences'].map(
            (key) => one.settings[key] ?? null,
          ),
        );
      if (other.className !== forward.className || relevant(other) !== relevant(forward)) {
        throw unsupportedLayer(layer.name, layer.className, 'has another layer backwards than forwards');
      }
    }
    if (isMasked && flagOf(forward.settings, 'return_sequences', false)) {
      throw unsupportedLayer(
        layer.name,
        layer.className,
        'gives steps that are padding, which the libraries fill in differently',
      );
    }
    const mode = textOf(settings(), 'merge_mode', 'concat');
    const made = [inner(forward), inner(backward)] as const;
    return keep(
      { merge_mode: mode, layer: asSetting(made[0]) },
      { weights: made.flatMap(({ weights }) => weights) },
    );
  },
  paths(layer, inner) {
    const half = inner(wrapped(layer, layer.weights.slice(0, layer.weights.length / 2)));
    return ['forward_layer', 'backward_layer'].flatMap((side) => half.map((path) => `${side}/${path}`));
  },
};
