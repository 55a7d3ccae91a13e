import { availableParallelism, totalmem } from 'node:os';
import { normalizeError } from '../contract/errors';
import type { Doctor, EngineReport } from '../contract/schemas/app';
import type { ChildRole } from '../engine/protocol';
import type { Handlers } from './backend';
import type { House } from './house';

/** What each role is for, told when its process cannot even start to tell it. */
const roles: Record<ChildRole, { title: string; purpose: string }> = {
  data: { title: 'Data engine', purpose: 'Reads, profiles and prepares tables' },
  tensors: { title: 'Tensor engine', purpose: 'Trains networks' },
  onnx: { title: 'ONNX engine', purpose: 'Verifies exported models' },
  images: { title: 'Picture engine', purpose: 'Decodes pictures' },
};

async function describeRole({ engine }: House, role: ChildRole): Promise<EngineReport[]> {
  try {
    return await engine.run('describe', {}, { role });
  } catch (error) {
    const { code, message, next } = normalizeError(error);
    const reason = `${message} (${code})${next === undefined ? '' : ` ${next}`}`;
    return [{ name: role, ...roles[role], available: false, version: null, reason }];
  }
}

/** Asks every kind of child what it can do here, side by side. */
export async function reportDoctor(house: House): Promise<Doctor> {
  const [data, tensors, onnx, images] = await Promise.all([
    describeRole(house, 'data'),
    describeRole(house, 'tensors'),
    describeRole(house, 'onnx'),
    describeRole(house, 'images'),
  ]);
  const trainers = tensors.filter(({ available }) => available).map(({ name }) => name);
  return {
    version: house.options.version,
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    engines: [...data, ...tensors, ...onnx, ...images],
    // The tensor child lists its runtimes in the order in which `auto` takes them; the reference is for what is left.
    device: trainers[0] ?? 'none',
    devices: trainers.filter((name) => name !== 'reference'),
  };
}

export function doctorHandlers(house: House): Pick<Handlers, 'doctor.report'> {
  return { 'doctor.report': () => reportDoctor(house) };
}
