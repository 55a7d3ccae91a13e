import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../../contract/errors';
import { asMatrix } from '../../features/tensors';
import { networkOutput } from '../../model/pipeline';
import { lowerGraph } from '../lowerings/lower';
import { encodeModel } from '../onnx/encode';
import { OnnxProgram } from '../onnx/program';
import { simplify } from '../passes';
import { skippedProducts } from '../trace/skipped';
import { trace } from '../trace/trace';
import { assignFlat, keepingValues, parametersOf } from './parameters';

const rowsName = 'rows';
export const outputName = 'output';

/**
 * The network as a model for any number of rows, dropout off. Inputs: `parameters` [parameters] and `x`
 * [rows, width]; output: [rows, outputs].
 * @throws KERNEL_NOT_SUPPORTED when a part of it cannot be traced.
 */
export function outputsProgram(network: LayersModel, width: number): Uint8Array {
  const variables = parametersOf(network);
  const length = variables.reduce((sum, { size }) => sum + size, 0);
  const forward = ({ parameters, x }: Record<string, tf.Tensor>): Record<string, tf.Tensor> => {
    if (parameters === undefined || x === undefined)
      throw new StrongroomError('INTERNAL', 'An input is missing.');
    assignFlat(variables, tf.reshape<tf.Rank.R1>(parameters, [length]));
    return { [outputName]: networkOutput(network, asMatrix(x)) };
  };
  const example = (rows: number): Record<string, tf.Tensor> => ({
    x: tf.zeros([rows, width]),
    parameters: tf.zeros([length]),
  });
  const graph = simplify(keepingValues(variables, () => trace(forward, example, skippedProducts)));
  const program = new OnnxProgram();
  const bindings = {
    x: program.input({ name: 'x', type: 'float', shape: [rowsName, width] }),
    parameters: program.input({ name: 'parameters', type: 'float', shape: [length] }),
  };
  const results = lowerGraph(graph, program, bindings);
  const columns = graph.values.get(graph.outputs[outputName] ?? -1)?.shape[1];
  const shape = [rowsName, typeof columns === 'number' ? columns : 1];
  program.output(results[outputName] ?? '', { name: outputName, type: 'float', shape });
  return encodeModel(program, { producerVersion: '', documentation: '', metadata: {} });
}
