import { afterAll, describe, expect, it } from 'vitest';
import { lowerings, registry } from '../../../../src-main/engine/export/tflite/lowerings';
import { loweringOf } from '../../../../src-main/engine/export/tflite/lowerings/lower';
import { liteCases } from './cases';
import { compareWithLite } from './support';

const seen = new Set<string>();

describe('every lowering agrees with tfjs in LiteRT', () => {
  it.each(Object.entries(liteCases))('%s', async (_name, comparison) => {
    for (const kernel of await compareWithLite(comparison)) seen.add(kernel);
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
    expect(() => loweringOf('Multinomial', 'chance')).toThrow(
      expect.objectContaining({ code: 'KERNEL_NOT_SUPPORTED', received: 'Multinomial' }),
    );
  });
});
