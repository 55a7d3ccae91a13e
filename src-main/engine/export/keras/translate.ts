import { activationName, composeActivation, nameIn, requireComposed } from './activations';
import type { Dialect } from './activations';
import { unsupportedLayer } from './errors';
import { GraphBuilder } from './graph';
import type { Graph, GraphLayer, GraphNode, Settings } from './graph';
import { layerKinds } from './kinds';
import type { LayerKind, Step } from './kinds';
import { flagOf, pickSettings } from './settings';

/** Layers that do not pass on which steps are padding. */
const endsMask =
  /^(Flatten|Reshape|Permute|RepeatVector|Conv.*|.*Pooling.*|.*Padding.*|Cropping.*|MaskedAverage|Dot)$/;
const returnsOneStep = /^(SimpleRNN|LSTM|GRU|ResetAfterGRU)$/;

/** Whether what comes after a node knows of padding. */
export function isMasked(node: GraphNode): boolean {
  const { className, settings } = node.layer;
  if (className === 'Masking') return true;
  if (className === 'Embedding') return flagOf(settings, 'mask_zero', false);
  if (endsMask.test(className)) return false;
  if (returnsOneStep.test(className) && !flagOf(settings, 'return_sequences', false)) return false;
  if (className === 'VariationalRecurrent' && !flagOf(settings, 'sequences', false)) return false;
  return node.inputs.some(isMasked);
}

const kindOf = (layer: GraphLayer): LayerKind => {
  const kind = layerKinds.get(layer.className);
  if (kind === undefined)
    throw unsupportedLayer(layer.name, layer.className, 'is of a kind that is not known');
  return kind;
};

/** A layer of a kind that stays as it is but for its activation. */
function keepLayer(kind: LayerKind, step: Step): GraphNode {
  if (kind.activates !== true) return step.keep(step.settings());
  const { settings, inputs } = kind.prepare?.(step) ?? { settings: step.settings(), inputs: step.inputs };
  const name = activationName(settings['activation']);
  const { builder, from, to, layer } = step;
  if (name === null) {
    throw unsupportedLayer(layer.name, layer.className, 'has an activation that is not a plain function');
  }
  const known = from === 'keras' && name === 'hard_sigmoid' ? null : nameIn(to, name);
  if (known !== null) return step.keep({ ...settings, activation: known }, { inputs });
  requireComposed(layer, name);
  return composeActivation(
    builder,
    layer,
    from,
    name,
    step.keep({ ...settings, activation: 'linear' }, { inputs }),
  );
}

/** Translates the uses of layers one after the other. */
class Translation {
  private readonly made = new Map<GraphLayer, GraphLayer>();
  private readonly nodes = new Map<GraphNode, GraphNode>();

  constructor(
    private readonly from: Dialect,
    private readonly to: Dialect,
    private readonly builder: GraphBuilder,
  ) {}

  of = (node: GraphNode): GraphNode => {
    const known = this.nodes.get(node);
    if (known !== undefined) return known;
    throw unsupportedLayer(node.layer.name, node.layer.className, 'is used before it is made');
  };

  add(node: GraphNode): void {
    const inputs = node.inputs.map(this.of);
    this.nodes.set(node, this.translate(node, inputs, this.builder, node.inputs.some(isMasked)));
  }

  private translate(node: GraphNode, inputs: GraphNode[], builder: GraphBuilder, masked: boolean): GraphNode {
    const { layer, shape, options } = node;
    const kind = kindOf(layer);
    const keep = (
      settings: Settings,
      { className = layer.className, weights = layer.weights, inputs: given = inputs } = {},
    ): GraphNode => {
      const known = this.made.get(layer);
      const made = known ?? builder.layer(layer.name, className, settings, weights);
      this.made.set(layer, made);
      return builder.use(made, given, shape);
    };
    const step: Step = {
      from: this.from,
      to: this.to,
      layer,
      inputs,
      shape,
      options,
      builder,
      keep,
      settings: () => pickSettings(layer, kind.rule),
      inner: (inside) => this.inner(layer, inside, masked),
      isMasked: masked,
    };
    return kind.translate === undefined ? keepLayer(kind, step) : kind.translate(step);
  }

  private inner(outer: GraphLayer, layer: GraphLayer, masked: boolean): GraphLayer {
    const apart = new GraphBuilder();
    const node = { layer, inputs: [], shape: [], options: {} };
    const made = this.translate(node, [], apart, masked);
    if (apart.nodes.length === 1) return made.layer;
    throw unsupportedLayer(
      outer.name,
      outer.className,
      `wraps ${layer.className} with settings that the other format does not know`,
    );
  }
}

/**
 * A graph in the words of the other library.
 * @param builder takes the new layers. @throws LAYER_NOT_SUPPORTED, which names the layer and what it is about it.
 */
export function translateGraph(
  graph: Graph,
  from: Dialect,
  to: Dialect,
  builder: GraphBuilder = new GraphBuilder(),
): Graph {
  const translation = new Translation(from, to, builder);
  for (const node of graph.nodes) translation.add(node);
  return {
    name: graph.name,
    nodes: builder.nodes,
    inputs: graph.inputs.map(translation.of),
    outputs: graph.outputs.map(translation.of),
  };
}

/** Where a .keras file has the weights of a layer, in order, below the layer's own place. */
export function weightPaths(layer: GraphLayer): string[] {
  const kind = kindOf(layer);
  return kind.paths?.(layer, weightPaths) ?? layer.weights.map((_, index) => `vars/${String(index)}`);
}

/** How many weights of a layer, at the end, are never trained. */
export const fixedWeights = (layer: GraphLayer): number => layerKinds.get(layer.className)?.fixedWeights ?? 0;

/** Where Keras keeps the state of random numbers of a layer. */
export const randomPaths = (layer: GraphLayer): string[] =>
  layerKinds.get(layer.className)?.randomness?.(layer) ?? [];
