import type { InferenceSession } from 'onnxruntime-node';
import { StrongroomError } from '../../contract/errors';
import { epochProgram } from '../compile/training/epoch-program';
import { outputsProgram } from '../compile/training/outputs-program';
import { traceStep } from '../compile/training/step';
import { TrainingStep } from '../learning/step';
import { loadNative, sessionOptions } from './native';
import type { Native } from './native';
import { OnnxSession, forwardRows } from './onnx-session';
import type { CompiledNetwork } from './onnx-session';
import type { Runtime, TrainingJob } from './runtime';

/** Throws KERNEL_NOT_SUPPORTED when ONNX Runtime refuses the program. */
async function open(
  native: Native,
  bytes: Uint8Array,
  multiplications: number,
  what: string,
): Promise<InferenceSession> {
  try {
    return await native.InferenceSession.create(bytes, sessionOptions(multiplications));
  } catch (error) {
    throw new StrongroomError('KERNEL_NOT_SUPPORTED', `ONNX Runtime does not accept the compiled ${what}.`, {
      received: String(error),
      next: 'Train on the device reference: --device reference.',
      cause: error,
    });
  }
}

/** Traces a training step and the network, and compiles both. Throws KERNEL_NOT_SUPPORTED. */
async function compile(native: Native, job: TrainingJob): Promise<CompiledNetwork> {
  const { network, batchSize, features } = job;
  const step = new TrainingStep(job);
  const stepBytes = epochProgram(traceStep(step, batchSize, features.width), step.stateNames);
  const forwardBytes = outputsProgram(network, features.width);
  const perRow = network.countParams();
  // Forward, and backward to the weights and to the inputs of each layer.
  const perStep = 3 * batchSize * perRow;
  const stepping = await open(native, stepBytes, perStep, 'training step');
  try {
    return { step, stepping, forward: await open(native, forwardBytes, forwardRows * perRow, 'network') };
  } catch (error) {
    await stepping.release();
    throw error;
  }
}

export const onnx: Runtime = {
  name: 'onnx',
  title: 'ONNX Runtime on the processor',
  purpose: 'Trains compiled networks: each training step is traced once and then runs natively.',
  device: () => 'cpu',
  report() {
    const found = loadNative();
    const common = { name: onnx.name, title: onnx.title, purpose: onnx.purpose };
    if ('reason' in found) return { ...common, available: false, version: null, reason: found.reason };
    const { versions } = found.native.env;
    return { ...common, available: true, version: versions.node ?? versions.common, reason: null };
  },
  async start(job) {
    const found = loadNative();
    if ('reason' in found) {
      throw new StrongroomError('DEVICE_NOT_AVAILABLE', found.reason, {
        next: 'Train on the device reference, or install the application again.',
      });
    }
    return new OnnxSession(onnx, found.native, job, await compile(found.native, job));
  },
};
