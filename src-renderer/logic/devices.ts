import { deviceNames } from './setting-names';
import { devices } from '../../src-main/contract';
import type { Device, Doctor, EngineReport } from '../../src-main/contract';

/** What an engine runs on, in a word or two. */
const places: Record<string, string> = {
  cpu: 'CPU',
  onnx: 'CPU',
  reference: 'CPU (reference)',
  webgpu: 'GPU (WebGPU)',
  cuda: 'GPU (CUDA)',
  directml: 'GPU (DirectML)',
  coreml: 'GPU (CoreML)',
  tensorflow: 'TensorFlow',
};

export function deviceName(device: string): string {
  return places[device] ?? device;
}

/** What training runs on when nothing else is asked for: the engine, or those of which the fastest is taken. */
export function automaticName({ device, devices: timed }: Pick<Doctor, 'device' | 'devices'>): string {
  return timed.length > 1 ? timed.map(deviceName).join(' or ') : deviceName(device);
}

/** The engine that alone serves a device; the processor and the automatic choice are served by several. */
const engineOf = (device: Device, doctor: Pick<Doctor, 'engines'>): EngineReport | undefined =>
  doctor.engines.find(({ name }) => name === device);

/** Why a device cannot be trained on here; null when it can, or when that is not known. */
export function deviceProblem(device: Device, doctor: Pick<Doctor, 'engines'> | null): string | null {
  const engine = doctor === null ? undefined : engineOf(device, doctor);
  return engine?.available === false ? (engine.reason ?? 'It is not available here.') : null;
}

/** The devices to choose from, as `doctor` has them: those that are not here stand last and say so. */
export function deviceOptions(
  doctor: Pick<Doctor, 'engines'> | null,
): { value: Device; label: string; note?: string }[] {
  const isHere = (device: Device): boolean => deviceProblem(device, doctor) === null;
  return [...devices.filter(isHere), ...devices.filter((device) => !isHere(device))].map((value) => {
    const hardware = doctor === null ? undefined : engineOf(value, doctor)?.hardware;
    const note = isHere(value) ? hardware : 'not here';
    return { value, label: deviceNames[value], ...(typeof note === 'string' ? { note } : {}) };
  });
}
