import { StrongroomError } from '../../../../contract/errors';
import { GraphBuilder } from '../graph';
import type { Graph, GraphLayer, GraphNode } from '../graph';
import { unsupportedLayer } from '../errors';
import { layerKinds } from '../kinds';
import { isMasked } from '../translate';
import { attention } from './attention';
import * as chance from './chance';
import { binEmbedding } from './bin-embedding';
import { columnEmbedding } from './column-embedding';
import { columnSlice } from './column-slice';
import { embedding, masking } from './padding';
import type { Lowering, LoweringStep, Target } from './lowering';
import { maskedAverage } from './masked-average';
import { Masks, showsPadding, tellsPadding } from './masks';
import { memberOutput, memberScaling } from './members';
import { positionalEncoding } from './positional-encoding';
import { resetAfterGru } from './reset-after-gru';
import { columnScaling, scaledDense } from './scales';
import { variational } from './variational';
import { waveEmbedding } from './wave-embedding';

/** Lowerings by class. Throws INTERNAL when two are for the same one. */
export function indexLowerings(lowerings: readonly Lowering[]): ReadonlyMap<string, Lowering> {
  const index = new Map<string, Lowering>();
  for (const lowering of lowerings) {
    if (index.has(lowering.className)) {
      throw new StrongroomError('INTERNAL', `The layer ${lowering.className} is lowered twice.`);
    }
    index.set(lowering.className, lowering);
  }
  return index;
}

/** Every layer that is made of others in a file. */
export const lowerings = indexLowerings([
  columnEmbedding,
  columnSlice,
  binEmbedding,
  waveEmbedding,
  columnScaling,
  scaledDense,
  memberScaling,
  memberOutput,
  embedding,
  masking,
  positionalEncoding,
  variational,
  maskedAverage,
  resetAfterGru,
  attention,
  ...Object.values(chance),
]);

/** A graph in which every layer is one that the target has. Throws LAYER_NOT_SUPPORTED. */
export function lowerGraph(graph: Graph, target: Target): Graph {
  const builder = new GraphBuilder();
  const made = new Map<GraphNode, GraphNode>();
  const layers = new Map<GraphLayer, GraphLayer>();
  const of = (node: GraphNode): GraphNode => {
    const found = made.get(node);
    if (found === undefined)
      throw new StrongroomError('INTERNAL', `${node.layer.name} is used before it is made.`);
    return found;
  };
  const masks = new Masks(builder, of);
  for (const node of graph.nodes) {
    const { layer, shape, options } = node;
    const inputs = node.inputs.map(of);
    const lowering = lowerings.get(layer.className);
    if (lowering?.targets.includes(target) === true && lowering.applies?.(layer) !== false) {
      const step: LoweringStep = {
        target,
        layer,
        inputs,
        shape,
        builder,
        isMasked: node.inputs.some(isMasked),
        masks: () => node.inputs.map((input) => masks.maskOf(input)),
        ownMask: () => masks.maskOf(node),
        showsPadding: () => showsPadding(node, graph.nodes),
        tellsPadding: () => tellsPadding(node, graph.nodes),
      };
      made.set(node, lowering.lower(step));
      continue;
    }
    if (!layerKinds.has(layer.className)) {
      throw unsupportedLayer(
        layer.name,
        layer.className,
        'is of a kind that this format is not written with',
      );
    }
    const kept =
      layers.get(layer) ?? builder.layer(layer.name, layer.className, layer.settings, layer.weights);
    layers.set(layer, kept);
    made.set(node, builder.use(kept, inputs, shape, options));
  }
  return {
    name: graph.name,
    nodes: builder.nodes,
    inputs: graph.inputs.map(of),
    outputs: graph.outputs.map(of),
  };
}

export type { Target } from './lowering';
