import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../contract/errors';
import { outputName, outputsProgram } from '../compile/training/outputs-program';
import { flatWeights, variablesOf } from '../learning/flat';
import { multiplicationsOfRow } from '../model/cost';
import { loadNative, sessionOptions } from './native';

/** What a network says of prepared rows, computed on the processor by ONNX Runtime. */
export interface CompiledOutputs {
  /** @param features [rows, width]. @returns [rows, outputs]. */
  outputs(features: Float32Array, rows: number): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Rows of one pass. */
const passRows = 1024;

/** Compiles a network as it stands; null where that is not possible and the network has to do it itself. */
export async function compileOutputs(network: LayersModel): Promise<CompiledOutputs | null> {
  const found = loadNative();
  const width = network.inputs[0]?.shape[1];
  if ('reason' in found || typeof width !== 'number') return null;
  const { InferenceSession, Tensor } = found.native;
  try {
    const options = sessionOptions(passRows * multiplicationsOfRow(network));
    const session = await InferenceSession.create(outputsProgram(network, width), options);
    const weights = Object.fromEntries(
      Object.entries(flatWeights(variablesOf(network))).map(([name, values]) => [
        name,
        new Tensor('float32', values, [values.length]),
      ]),
    );
    return {
      async outputs(features, rows) {
        const results = await session.run({ x: new Tensor('float32', features, [rows, width]), ...weights });
        const data = results[outputName]?.data;
        if (data instanceof Float32Array) return data;
        throw new StrongroomError('INTERNAL', 'ONNX Runtime gave a result that is not of type float.');
      },
      close: () => session.release(),
    };
  } catch (error) {
    if (error instanceof StrongroomError && error.code === 'KERNEL_NOT_SUPPORTED') return null;
    throw error;
  }
}
