import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { simplify } from '../../compile/passes';
import { trace } from '../../compile/trace/trace';
import type { Graph } from '../../compile/graph/graph';
import { inputSpecifications } from '../../features/host';
import type { Fitted } from '../../features/fitted';
import { forward } from '../../model/pipeline';
import { Random } from '../../random';

/** The name of the pipeline's one result in its graph. */
export const scoreName = 'score';

/**
 * The graph of the whole pipeline, from the inputs of `inputSpecifications`, each [rows], to the score.
 * What the examples hold does not matter to the graph; that they differ shows anything that depends on them.
 */
export function traceModel(fitted: Fitted, network: LayersModel): Graph {
  const random = new Random(1, 'trace');
  const example = (rows: number): Record<string, tf.Tensor> =>
    Object.fromEntries(
      inputSpecifications(fitted).map(({ name, dtype, width, part }) => {
        const values = Array.from({ length: rows * (width ?? 1) }, () =>
          dtype === 'int32' || part === 'tokens' ? random.below(2) : random.normal(),
        );
        return [name, width === undefined ? tf.tensor1d(values, dtype) : tf.tensor2d(values, [rows, width])];
      }),
    );
  const graph = trace(
    (inputs: Record<string, tf.Tensor>) => ({ [scoreName]: forward(fitted, network, inputs).score }),
    example,
  );
  return simplify({ ...graph, constants: withOriginalNames(graph.constants, network) });
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
