import * as tf from '@tensorflow/tfjs-core';
import type { Graph } from '../graph/graph';
import { listenToKernels } from './backend';
import type { SkippedKernels } from './backend';
import { Recorder } from './recorder';
import { unify } from './unify';
import type { Recording } from './unify';

export type TracedFunction<Input extends tf.Tensor = tf.Tensor> = (
  inputs: Record<string, Input>,
) => Record<string, tf.Tensor>;

/** Two numbers of rows that no layer is likely to be wide, so that a size tells whether it comes from the rows. */
const rowsOfTraces = [31, 37] as const;

/**
 * Runs the function once and records it with the sizes of these inputs.
 * @param skip kernels that need not be computed, where only the graph is wanted.
 */
export function record<Input extends tf.Tensor>(
  work: TracedFunction<Input>,
  inputs: Record<string, Input>,
  skip?: SkippedKernels,
): { graph: Graph; outputs: Record<string, tf.Tensor> } {
  const recorder = new Recorder();
  for (const [name, tensor] of Object.entries(inputs)) recorder.input(name, tensor);
  const outputs = listenToKernels(
    (kernel, kernelInputs, attributes, results) => recorder.record(kernel, kernelInputs, attributes, results),
    () => work(inputs),
    skip,
  );
  for (const [name, tensor] of Object.entries(outputs)) recorder.output(name, tensor);
  return { graph: recorder.graph, outputs };
}

/**
 * The graph of a function over tensors, for any number of rows. The function is run twice with different
 * numbers of rows; it must be synchronous and made of tensor operations.
 *
 * @param example makes inputs of so many rows; what is in them does not matter, but should differ between calls.
 * @param skip kernels that need not be computed.
 * @throws KERNEL_NOT_SUPPORTED when the function treats the number of rows in a way that cannot be unified.
 */
export function trace<Input extends tf.Tensor>(
  work: TracedFunction<Input>,
  example: (rows: number) => Record<string, Input>,
  skip?: SkippedKernels,
): Graph {
  const [first, second] = rowsOfTraces;
  const recording = (rows: number): Recording => {
    tf.engine().startScope('trace');
    try {
      return { rows, graph: record(work, example(rows), skip).graph };
    } finally {
      tf.engine().endScope();
    }
  };
  return unify(recording(first), recording(second));
}
