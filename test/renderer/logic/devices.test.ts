import { expect, test } from 'vitest';
import { automaticName, deviceOptions, deviceProblem } from '../../../src-renderer/logic/devices';
import { devices, type EngineReport } from '../../../src-main/contract';

const engine = (name: string, changes: Partial<EngineReport> = {}): EngineReport => ({
  name,
  title: name,
  purpose: 'Trains',
  available: true,
  version: '1',
  reason: null,
  ...changes,
});
const engines = [
  engine('onnx'),
  engine('webgpu', { hardware: 'SwiftShader (software)' }),
  engine('directml', { available: false, reason: 'It needs Windows.' }),
  engine('reference'),
];

test('the devices to choose from are all there are, those that are not here last', () => {
  const options = deviceOptions({ engines });
  expect(options.map(({ value }) => value).toSorted()).toEqual([...devices].toSorted());
  expect(options[0]?.value).toBe('auto');
  expect(options.at(-1)).toEqual({ value: 'directml', label: 'Graphics card (DirectML)', note: 'not here' });
  expect(options.find(({ value }) => value === 'webgpu')?.note).toBe('SwiftShader (software)');
});

test('nothing is said to be missing before that is known', () => {
  expect(deviceOptions(null).map(({ value }) => value)).toEqual(devices);
  expect(deviceOptions(null).filter(({ note }) => note !== undefined)).toEqual([]);
});

test('why a device cannot be used', () => {
  expect(deviceProblem('directml', { engines })).toBe('It needs Windows.');
  expect(deviceProblem('webgpu', { engines })).toBeNull();
  expect(deviceProblem('auto', { engines })).toBeNull();
  expect(deviceProblem('directml', null)).toBeNull();
});

test('the automatic device is one, or those that are timed', () => {
  expect(automaticName({ device: 'onnx', devices: ['onnx'] })).toBe('CPU');
  expect(automaticName({ device: 'onnx', devices: ['onnx', 'webgpu'] })).toBe('CPU or GPU (WebGPU)');
  expect(automaticName({ device: 'reference', devices: [] })).toBe('CPU (reference)');
});
