import type { InferenceSession } from 'onnxruntime-node';
import { StrongroomError } from '../../contract/errors';
import type { EngineReport } from '../../contract/schemas/app';
import { multiplicationsOf } from '../compile/graph/multiplications';
import { epochProgram } from '../compile/training/epoch-program';
import { outputsProgram } from '../compile/training/outputs-program';
import { traceStep } from '../compile/training/step';
import { TrainingStep } from '../learning/step';
import type { FeatureMatrix } from '../features/apply/matrix';
import { deviceError } from './device-errors';
import { findAdapter } from './hardware';
import { loadNative, sessionOptions } from './native';
import type { Native } from './native';
import { OnnxSession, forwardRows } from './onnx-session';
import type { CompiledNetwork, CompiledStep } from './onnx-session';
import { probe } from './probe';
import { providers } from './providers';
import type { Provider } from './providers';
import type { Pause, RateOfStep, Runtime, TrainingJob, WatchedStep } from './runtime';

/** Throws KERNEL_NOT_SUPPORTED when ONNX Runtime refuses the program, and what `deviceError` makes of the rest. */
async function open(
  native: Native,
  { device, execution }: Provider,
  bytes: Uint8Array,
  multiplications: number,
  what: string,
): Promise<InferenceSession> {
  try {
    return await native.InferenceSession.create(bytes, sessionOptions(multiplications, execution));
  } catch (error) {
    const known = deviceError(device, error);
    if (known instanceof StrongroomError) throw known;
    throw new StrongroomError('KERNEL_NOT_SUPPORTED', `ONNX Runtime does not accept the compiled ${what}.`, {
      received: String(error),
      next: 'Train on the device reference: --device reference.',
      cause: error,
    });
  }
}

/** Traces a training step over so many rows and compiles it. @returns with its multiplications. */
async function compileStep(
  native: Native,
  provider: Provider,
  job: TrainingJob,
  batchSize: number,
): Promise<CompiledStep & { multiplications: number }> {
  const step = new TrainingStep({ ...job, batchSize });
  const graph = traceStep(step, batchSize, job.features.width);
  const bytes = epochProgram(graph, step.stateNames);
  const multiplications = multiplicationsOf(graph);
  const stepping = await open(native, provider, bytes, multiplications, 'training step');
  return { step, stepping, multiplications };
}

/** Traces a training step and the network, and compiles both. Throws KERNEL_NOT_SUPPORTED. */
async function compile(native: Native, provider: Provider, job: TrainingJob): Promise<CompiledNetwork> {
  const { network, batchSize, features } = job;
  const { step, stepping, multiplications } = await compileStep(native, provider, job, batchSize);
  // A step goes forward, and backward to the weights and to the inputs of each layer.
  const perRow = multiplications / batchSize / 3;
  try {
    const bytes = outputsProgram(network, features.width);
    const forward = await open(native, provider, bytes, forwardRows * perRow, 'network');
    return { step, stepping, forward, compileStep: (rows) => compileStep(native, provider, job, rows) };
  } catch (error) {
    await stepping.release();
    throw error;
  }
}

/** A session whose errors say what is the matter with the device. */
class DeviceSession extends OnnxSession {
  private async telling<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw deviceError(this.runtime.device(), error);
    }
  }

  override epoch(
    order: Int32Array,
    rateOf: RateOfStep,
    pause: Pause,
    watch?: (step: WatchedStep) => void,
  ): Promise<number> {
    return this.telling(super.epoch(order, rateOf, pause, watch));
  }

  override outputs(features: FeatureMatrix, pause: Pause): Promise<Float32Array> {
    return this.telling(super.outputs(features, pause));
  }
}

/** What a provider is here, found out by trying it; the processor's is not tried, for it comes with the library. */
async function reportOf(provider: Provider): Promise<EngineReport> {
  const { name, title, purpose, execution } = provider;
  const refuse = (reason: string): EngineReport => ({
    name,
    title,
    purpose,
    available: false,
    version: null,
    reason,
  });
  const found = loadNative();
  if ('reason' in found) return refuse(found.reason);
  const { env, listSupportedBackends } = found.native;
  const version = env.versions.node ?? env.versions.common;
  const available = { name, title, purpose, available: true, version, reason: null };
  if (execution === 'cpu') return available;
  if (!listSupportedBackends().some((backend) => backend.name === execution)) {
    return refuse(`The ONNX Runtime of this system comes without it. ${provider.needs}`);
  }
  const probed = await probe(provider);
  if (!probed.works) return refuse(probed.reason);
  const adapter = await findAdapter(probed.drivers);
  if (adapter === null) return { ...available, hardware: null, memoryBytes: null };
  return {
    ...available,
    title: `${title}: ${adapter.name}`,
    hardware: adapter.name,
    memoryBytes: adapter.memoryBytes,
  };
}

/** ONNX Runtime as a runtime that computes by one of its execution providers. */
export function onnxRuntime(provider: Provider): Runtime {
  const { name, title, purpose, device } = provider;
  let reported: Promise<EngineReport> | undefined;
  const runtime: Runtime = {
    name,
    library: 'onnx',
    title,
    purpose,
    device: () => device,
    report: () => (reported ??= reportOf(provider)),
    async speed() {
      if (provider.execution === 'cpu' || !(await runtime.report()).available) return null;
      const probed = await probe(provider);
      return probed.works ? probed.multiplicationsPerSecond : null;
    },
    async start(job) {
      const found = loadNative();
      if ('reason' in found) {
        throw new StrongroomError('DEVICE_NOT_AVAILABLE', found.reason, {
          next: 'Train on the device reference, or install the application again.',
        });
      }
      return new DeviceSession(runtime, found.native, job, await compile(found.native, provider, job));
    },
  };
  return runtime;
}

/** One for each provider, the processor's first. */
export const onnxRuntimes: readonly Runtime[] = Object.values(providers).map(onnxRuntime);

const [onProcessor = onnxRuntime(providers.cpu)] = onnxRuntimes;
/** The one that computes on the processor. */
export const onnx = onProcessor;
