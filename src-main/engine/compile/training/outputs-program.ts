import * as tf from '@tensorflow/tfjs-core';
import { StrongroomError } from '../../../contract/errors';
import { asMatrix } from '../../features/tensors';
import { assignWeights, flatWeights, keepingValues, variablesOf } from '../../learning/flat';
import { networkOutput } from '../../model/pipeline';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { lowerGraph } from '../lowerings/lower';
import { encodeModel } from '../onnx/encode';
import { OnnxProgram } from '../onnx/program';
import { simplify } from '../passes';
import { skippedProducts } from '../trace/skipped';
import { trace } from '../trace/trace';

const rowsName = 'rows';
export const outputName = 'output';

/**
 * The network as a model for any number of rows, without noise. Inputs: the weights as `flatWeights` gives them, and `x`
 * [rows, width]; output: [rows, outputs].
 * @throws KERNEL_NOT_SUPPORTED when a part of it cannot be traced.
 */
export function outputsProgram(network: LayersModel, width: number): Uint8Array {
  const variables = variablesOf(network);
  const weights = Object.entries(flatWeights(variables));
  const forward = (inputs: Record<string, tf.Tensor>): Record<string, tf.Tensor> => {
    const { x } = inputs;
    if (x === undefined) throw new StrongroomError('INTERNAL', 'An input is missing.');
    assignWeights(variables, inputs);
    return { [outputName]: networkOutput(network, asMatrix(x)) };
  };
  const example = (rows: number): Record<string, tf.Tensor> => ({
    x: tf.zeros([rows, width]),
    ...Object.fromEntries(weights.map(([name, values]) => [name, tf.tensor1d(values)])),
  });
  const graph = simplify(keepingValues(variables.all, () => trace(forward, example, skippedProducts)));
  const program = new OnnxProgram();
  const bindings: Record<string, string> = {
    x: program.input({ name: 'x', type: 'float', shape: [rowsName, width] }),
  };
  for (const [name, { length }] of weights)
    bindings[name] = program.input({ name, type: 'float', shape: [length] });
  const results = lowerGraph(graph, program, bindings);
  const columns = graph.values.get(graph.outputs[outputName] ?? -1)?.shape[1];
  const shape = [rowsName, typeof columns === 'number' ? columns : 1];
  program.output(results[outputName] ?? '', { name: outputName, type: 'float', shape });
  return encodeModel(program, { producerVersion: '', documentation: '', metadata: {} });
}
