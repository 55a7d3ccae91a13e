import { afterAll, describe, expect, it } from 'vitest';
import { lowerings, registry } from '../../../src-main/engine/compile/lowerings/index';
import { loweringOf } from '../../../src-main/engine/compile/lowerings/lower';
import { Random } from '../../../src-main/engine/random';
import { compareWithOnnx } from './support/compare';
import { make, normal } from './support/cases';
import { kernelCases } from './support/kernel-cases';

const seen = new Set<string>();

describe('every lowering agrees with tfjs in ONNX Runtime', () => {
  it.each(Object.entries(kernelCases))('%s', async (name, comparison) => {
    const graph = await compareWithOnnx(comparison);
    const kernels = graph.nodes.map((node) => node.kernel);
    expect(kernels).toContain(name.split(' ')[0]);
    for (const traced of kernels) seen.add(traced);
  });

  afterAll(() => {
    expect([...lowerings.keys()].filter((name) => !seen.has(name))).toEqual([]);
  });
});

describe('the registry', () => {
  it('refuses to lower a kernel twice', () => {
    const [first] = [...lowerings.values()];
    if (first === undefined) throw new Error('no lowerings');
    expect(() => registry([first, first])).toThrow(first.kernel);
  });

  it('names a kernel without a lowering', () => {
    expect(() => loweringOf('Multinomial')).toThrow(
      expect.objectContaining({ code: 'KERNEL_NOT_SUPPORTED', received: 'Multinomial' }),
    );
  });

  it('gives the same numbers for the same seed', () => {
    expect(make(new Random(1), [4], normal).dataSync()).toEqual(make(new Random(1), [4], normal).dataSync());
  });
});
