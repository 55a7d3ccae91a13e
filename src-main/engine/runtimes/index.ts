import { StrongroomError } from '../../contract/errors';
import type { EngineReport } from '../../contract/schemas/app';
import { devices } from '../../contract/schemas/training';
import type { Device } from '../../contract/schemas/training';
import { firstThatFits } from './first-that-fits';
import { onnx } from './onnx';
import { reference } from './reference';
import type { Runtime } from './runtime';
import { tensorflow } from './tensorflow';

/** Every runtime that can train, the fastest first: `auto` takes the first one that is available. */
export const runtimes: readonly Runtime[] = [onnx, tensorflow, reference];

/** Devices that this version can not train on, and what stands in the way. */
const missing: Record<'webgpu', EngineReport> = {
  webgpu: {
    name: 'webgpu',
    title: 'Graphics processor by WebGPU',
    purpose: 'Trains on a graphics processor through ONNX Runtime.',
    available: false,
    version: null,
    reason: 'This version has no training engine for it. Train on the processor: --device cpu.',
  },
};

/**
 * Which runtimes may serve a device; the processor is served by whichever is fastest there. TensorFlow trains only
 * when it is asked for by name: a process holds one native engine, and on a processor compiled steps are faster.
 */
const servedBy: Record<Device, Runtime['name'][]> = {
  auto: ['webgpu', 'onnx', 'reference'],
  cpu: ['onnx', 'reference'],
  webgpu: ['webgpu'],
  tensorflow: ['tensorflow'],
  reference: ['reference'],
};

const isServed = (device: Device): boolean =>
  runtimes.some(({ name, report }) => servedBy[device].includes(name) && report().available);

/** What every runtime is, for `doctor`. */
export function reportRuntimes(): EngineReport[] {
  return [...runtimes.map((runtime) => runtime.report()), ...Object.values(missing)];
}

/**
 * The runtime that trains on a device; for `auto`, one that goes on to the next when the fastest cannot run the
 * network. Throws DEVICE_NOT_AVAILABLE with the reason.
 */
export function chooseRuntime(device: Device): Runtime {
  const names = servedBy[device];
  const [found, ...others] = runtimes.filter(
    (runtime) => names.includes(runtime.name) && runtime.report().available,
  );
  if (found !== undefined) return device === 'auto' ? firstThatFits(found, ...others) : found;
  const reports = reportRuntimes();
  const reasons = reports
    .filter(({ name }) => names.some((wanted) => wanted === name))
    .map(({ reason }) => reason ?? '')
    .join(' ');
  throw new StrongroomError(
    'DEVICE_NOT_AVAILABLE',
    `The device ${device} is not available here. ${reasons}`.trim(),
    {
      expected: `one of ${devices.filter(isServed).join(', ')}`,
      received: device,
      next: 'Choose the device auto, which takes the fastest one that works here.',
    },
  );
}
