import { describe, expect, it } from 'vitest';
import type { ModelFormatChoice } from '../../../src-main/contract';
import {
  changedShare,
  milliseconds,
  refusedFormats,
  suitableFormats,
  targets,
  variantKey,
  variantsOf,
} from '../../../src-renderer/logic/export-choices';

const way = (name: 'none' | 'float16'): ModelFormatChoice['quantizations'][number] => ({
  name,
  title: name,
  sentence: '',
  allowance: { difference: 1e-5, changedDecisions: 0 },
});
const format = (
  name: ModelFormatChoice['name'],
  places: ModelFormatChoice['targets'],
  refusal: string | null = null,
): ModelFormatChoice => ({
  name,
  title: name,
  sentence: '',
  extension: name,
  targets: places,
  quantizations: [way('none'), way('float16')],
  scopes: ['pipeline'],
  refusal,
});
const choices = [
  format('onnx', ['server', 'browser', 'phone']),
  format('tflite', ['phone', 'microcontroller']),
  format('keras', ['python', 'server'], 'It has no words.'),
];

describe('formats for a target', () => {
  it('come with the best first, without those that cannot hold the model', () => {
    expect(suitableFormats(choices, 'phone').map(({ name }) => name)).toEqual(['tflite', 'onnx']);
    expect(suitableFormats(choices, 'python')).toEqual([]);
    expect(refusedFormats(choices, 'python').map(({ refusal }) => refusal)).toEqual(['It has no words.']);
    expect(targets.map(({ name }) => name)).toEqual([
      'server',
      'browser',
      'phone',
      'microcontroller',
      'python',
    ]);
  });

  it('are files in every way of keeping weights, each with a key of its own', () => {
    const keys = variantsOf(suitableFormats(choices, 'phone')).map(variantKey);
    expect(keys).toEqual(['tflite none', 'tflite float16', 'onnx none', 'onnx float16']);
  });
});

it('times and shares are as a person reads them', () => {
  expect([0.001, 0.0513, 0.5, 3.14159, 12.34, 123.4, 1234].map(milliseconds)).toEqual([
    'under 0.01 ms',
    '0.051 ms',
    '0.50 ms',
    '3.1 ms',
    '12 ms',
    '123 ms',
    '1234 ms',
  ]);
  const verification = {
    passed: true,
    rows: 30,
    hostileRows: 70,
    tolerance: null,
    largestDifference: 0,
    meanDifference: 0,
    changedDecisions: 2,
    runtime: '',
  };
  expect(changedShare({ quantize: 'none', verification })).toBe(0.02);
  const ordinary = { largestDifference: 0, meanDifference: 0, changedDecisions: 3 };
  expect(changedShare({ quantize: 'int8', verification: { ...verification, ordinary } })).toBe(0.1);
});
