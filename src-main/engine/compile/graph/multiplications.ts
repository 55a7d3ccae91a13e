import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from './shape';
import type { Graph, GraphNode } from './graph';

type Sizes = (name: string) => number[];

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Each number of a product is a sum over the axis that both share. */
function ofProduct(sizes: Sizes, { attributes }: GraphNode, result: number[]): number {
  return count(result) * (sizes('a').at(attributes['transposeA'] === true ? -2 : -1) ?? 1);
}

/** A convolution has one multiplication for each number of its result and each number of a filter of one channel. */
const ofConvolution = (places: number[], filter: number[]): number =>
  count(places) * count(filter.slice(0, 3));
const ofChannels = (places: number[], filter: number[]): number => count(places) * count(filter.slice(0, 2));

const counters: Readonly<Record<string, (sizes: Sizes, node: GraphNode, result: number[]) => number>> = {
  [tf.BatchMatMul]: ofProduct,
  [tf._FusedMatMul]: ofProduct,
  [tf.Conv2D]: (sizes, _node, result) => ofConvolution(result, sizes('filter')),
  [tf.FusedConv2D]: (sizes, _node, result) => ofConvolution(result, sizes('filter')),
  [tf.Conv2DBackpropInput]: (sizes) => ofConvolution(sizes('dy'), sizes('filter')),
  [tf.Conv2DBackpropFilter]: (sizes, _node, result) => ofConvolution(sizes('dy'), result),
  [tf.DepthwiseConv2dNative]: (sizes, _node, result) => ofChannels(result, sizes('filter')),
  [tf.FusedDepthwiseConv2D]: (sizes, _node, result) => ofChannels(result, sizes('filter')),
  [tf.DepthwiseConv2dNativeBackpropInput]: (sizes) => ofChannels(sizes('dy'), sizes('filter')),
  [tf.DepthwiseConv2dNativeBackpropFilter]: (sizes, _node, result) => ofChannels(sizes('dy'), result),
};

/**
 * How many multiplications the products and convolutions of a graph make, which is nearly all that takes time: what
 * tells how many threads are worth their while.
 * @param rows what a dimension of one batch stands for.
 */
export function multiplicationsOf(graph: Graph, rows = 1): number {
  const shapeOf = (id: number | undefined): number[] =>
    (graph.values.get(id ?? -1)?.shape ?? []).map((size) => sizeOf(size, rows));
  return graph.nodes.reduce((sum, node) => {
    const { inputs } = node;
    const sizes: Sizes = (name) => shapeOf(Array.isArray(inputs) ? undefined : inputs[name]);
    return sum + (counters[node.kernel]?.(sizes, node, shapeOf(node.outputs[0])) ?? 0);
  }, 0);
}
