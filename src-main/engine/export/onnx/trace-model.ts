import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { simplify } from '../../compile/passes';
import { trace } from '../../compile/trace/trace';
import { inputIds } from '../../compile/graph/graph';
import type { Graph } from '../../compile/graph/graph';
import { applyFeatures } from '../../features/apply';
import { inputSpecifications } from '../../features/host';
import type { Fitted } from '../../features/fitted';
import { asMatrix } from '../../features/tensors';
import { forward, networkOutput, scoreOf } from '../../model/pipeline';
import { Random } from '../../random';

/** The input of a file that takes rows which are encoded already. */
export const encodedName = 'encoded';

/** The name of the pipeline's one result in its graph. */
export const scoreName = 'score';

/** The names of the network's weights as constants of its graph. */
export const weightNames = (network: LayersModel): string[] =>
  network.weights.map(({ originalName }) => originalName);

/** Example rows by the names of `inputSpecifications`: that they differ shows anything that depends on them. */
function exampleInputs(fitted: Fitted, random: Random, rows: number): Record<string, tf.Tensor> {
  return Object.fromEntries(
    inputSpecifications(fitted).map(({ name, dtype, width, part }) => {
      const values = Array.from({ length: rows * (width ?? 1) }, () =>
        // Ids have to be ids.
        dtype === 'int32' || part === 'tokens' ? random.below(2) : random.normal(),
      );
      return [name, width === undefined ? tf.tensor1d(values, dtype) : tf.tensor2d(values, [rows, width])];
    }),
  );
}

/**
 * The graph of the network alone, from encoded rows [rows, width], bound as `encodedName`, to the score.
 */
export function traceNetwork(fitted: Fitted, network: LayersModel): Graph {
  const random = new Random(1, 'trace');
  // Columns that are ids have to be ids.
  const example = (rows: number): Record<string, tf.Tensor> => ({
    [encodedName]: tf.tidy(() => applyFeatures(fitted, exampleInputs(fitted, random, rows))),
  });
  const graph = trace((inputs: Record<string, tf.Tensor>) => {
    const encoded = inputs[encodedName];
    if (encoded === undefined) throw new TypeError('The encoded rows are missing.');
    return { [scoreName]: scoreOf(fitted, networkOutput(network, asMatrix(encoded))) };
  }, example);
  return withFoldedWeights(simplify({ ...graph, constants: withOriginalNames(graph.constants, network) }));
}

/**
 * The graph of the whole pipeline, from the inputs of `inputSpecifications`, each [rows], to the score.
 * What the examples hold does not matter to the graph.
 */
export function traceModel(fitted: Fitted, network: LayersModel): Graph {
  const random = new Random(1, 'trace');
  const graph = trace(
    (inputs: Record<string, tf.Tensor>) => ({ [scoreName]: forward(fitted, network, inputs).score }),
    (rows) => exampleInputs(fitted, random, rows),
  );
  return withFoldedWeights(simplify({ ...graph, constants: withOriginalNames(graph.constants, network) }));
}

/** How the name ends of a constant that was a weight in another shape. */
export const foldedWeight = '/weight';

/** Names what is left of weights that were folded into others, such as a kernel in another shape, after their layers. */
function withFoldedWeights(graph: Graph): Graph {
  const constants = new Map(graph.constants);
  for (const { layer, inputs } of graph.nodes) {
    if (layer === undefined) continue;
    for (const id of inputIds(inputs)) {
      const constant = constants.get(id);
      const rank = graph.values.get(id)?.shape.length ?? 0;
      if (constant === undefined || constant.name !== undefined || rank < 2) continue;
      if (constant.values instanceof Float32Array)
        constants.set(id, { ...constant, name: `${layer}${foldedWeight}` });
    }
  }
  return { ...graph, constants };
}

/** tfjs numbers the names of weights by how many models it has seen; the file is the same whatever ran before. */
function withOriginalNames(constants: Graph['constants'], network: LayersModel): Graph['constants'] {
  const originals = new Map(network.weights.map(({ name, originalName }) => [name, originalName]));
  return new Map(
    [...constants].map(([id, { values, name }]) => {
      const original = name === undefined ? undefined : originals.get(name);
      return [id, original === undefined ? { values } : { values, name: original }];
    }),
  );
}
