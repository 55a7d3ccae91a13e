import { StrongroomError } from '../../contract/errors';
import type { EngineReport } from '../../contract/schemas/app';
import { devices } from '../../contract/schemas/training';
import type { Device } from '../../contract/schemas/training';
import { fastestOf } from './fastest';
import { processor } from './hardware';
import { onnxRuntimes } from './onnx';
import { reference } from './reference';
import type { Runtime } from './runtime';
import { tensorflow } from './tensorflow';

/**
 * Every runtime that can train, those first that `auto` takes without timing them. Those of ONNX Runtime are one for
 * each of its providers.
 */
export const runtimes: readonly Runtime[] = [...onnxRuntimes, tensorflow, reference];

/**
 * Which runtimes may serve a device; the processor is served by whichever is fastest there. TensorFlow trains only
 * when it is asked for by name: a process holds one native engine, and on a processor compiled steps are faster.
 */
const servedBy: Record<Device, Runtime['name'][]> = {
  auto: ['onnx', 'cuda', 'directml', 'coreml', 'webgpu', 'reference'],
  cpu: ['onnx', 'reference'],
  webgpu: ['webgpu'],
  cuda: ['cuda'],
  directml: ['directml'],
  coreml: ['coreml'],
  tensorflow: ['tensorflow'],
  reference: ['reference'],
};

/** Those of some names that can train here. */
async function availableAmong(names: readonly Runtime['name'][]): Promise<Runtime[]> {
  const wanted = runtimes.filter(({ name }) => names.includes(name));
  const reports = await Promise.all(wanted.map((runtime) => runtime.report()));
  return wanted.filter((_, index) => reports[index]?.available === true);
}

/** What a runtime is; those of the processor have its name and memory. */
async function reportOf(runtime: Runtime): Promise<EngineReport> {
  const report = await runtime.report();
  if (!report.available || runtime.device() !== 'cpu') return report;
  const { name: hardware, memoryBytes } = processor();
  return { hardware, memoryBytes, ...report };
}

/** What every runtime is, for `doctor`. */
export function reportRuntimes(): Promise<EngineReport[]> {
  return Promise.all(runtimes.map(reportOf));
}

async function notAvailable(device: Device): Promise<StrongroomError> {
  const reports = await reportRuntimes();
  const reasons = reports
    .filter(({ name }) => servedBy[device].some((wanted) => wanted === name))
    .map(({ reason }) => reason ?? '')
    .join(' ');
  const served = await Promise.all(devices.map((other) => availableAmong(servedBy[other])));
  return new StrongroomError(
    'DEVICE_NOT_AVAILABLE',
    `The device ${device} is not available here. ${reasons}`.trim(),
    {
      expected: `one of ${devices.filter((_, index) => (served[index]?.length ?? 0) > 0).join(', ')}`,
      received: device,
      next: 'Choose the device auto, which takes the fastest one that works here.',
    },
  );
}

/**
 * The runtime that trains on a device. For `auto`, one that takes the fastest of those that work here, by timing them
 * on the network, and goes on to the next when one cannot run it. Throws DEVICE_NOT_AVAILABLE with the reason.
 */
export async function chooseRuntime(device: Device): Promise<Runtime> {
  const [first, ...others] = await availableAmong(device === 'auto' ? servedBy.cpu : servedBy[device]);
  if (first === undefined) throw await notAvailable(device);
  if (device !== 'auto') return first;
  // The reference is there for what the others cannot run, and too slow to be worth its time.
  const graphics = servedBy.auto.filter((name) => !servedBy.cpu.includes(name));
  return fastestOf(first, () => availableAmong(graphics), others);
}
