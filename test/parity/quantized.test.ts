import fc from 'fast-check';
import proto from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import { tasks } from '../../src-main/contract/schemas/recipe';
import { quantizations } from '../../src-main/contract/schemas/exports';
import { quantizationChoices } from '../../src-main/engine/export/formats/format';
import { ordinaryFrame } from '../../src-main/engine/export/ordinary';
import { halfBits } from '../../src-main/engine/export/onnx/quantize/float16';
import { fittedOf, modelOptions } from './arbitraries';
import { exportAndVerify, randomNetwork } from './support';

const small = quantizations.filter((how) => how !== 'none');

/** Rows as training knew them. */
const rows = 400;
/** Above it, of probabilities or of the spread of a number, eight bits would be of little use. */
const coarsest = 0.05;

const { FLOAT, FLOAT16, UINT8 } = proto.onnx.TensorProto.DataType;

/** How many numbers of the constants are of each type. */
function numbersOf(bytes: Uint8Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { dataType, dims } of proto.onnx.ModelProto.decode(bytes).graph?.initializer ?? []) {
    const count = (dims ?? []).reduce<number>((product, size) => product * Number(size), 1);
    counts.set(dataType ?? 0, (counts.get(dataType ?? 0) ?? 0) + count);
  }
  return counts;
}

describe.each(small)('weights in %s', (quantize) => {
  it.each(tasks)('%s: any features, any network', async (task) => {
    await fc.assert(
      fc.asyncProperty(
        fittedOf(task),
        modelOptions,
        fc.integer({ min: 1, max: 1e6 }),
        async (fitted, model, seed) => {
          const network = await randomNetwork(fitted, model, seed);
          const frame = ordinaryFrame(fitted, rows);
          let bytes = new Uint8Array();
          const look = (written: Uint8Array): Uint8Array => (bytes = Uint8Array.from(written));
          try {
            const options = { quantize, calibration: frame };
            const { ordinary } = await exportAndVerify(fitted, network, frame, look, options);
            expect(ordinary.changedAllowed).toBe(quantizationChoices[quantize].allowance.changedDecisions);
            expect(ordinary.largestDifference).toBeLessThan(quantize === 'float16' ? 1e-2 : coarsest);
            if (quantize === 'float16') expect(ordinary.passed).toBe(true);
            // Most weights of kernels of 32 numbers or more are small now.
            const counts = numbersOf(bytes);
            const kernels = network.getWeights().filter(({ shape, size }) => shape.length > 1 && size >= 32);
            const numbers = kernels.reduce((sum, { size }) => sum + size, 0);
            expect(counts.get(quantize === 'float16' ? FLOAT16 : UINT8) ?? 0).toBeGreaterThanOrEqual(numbers);
            expect(counts.has(FLOAT)).toBe(true);
          } finally {
            network.dispose();
          }
        },
      ),
      { numRuns: 12, seed: 20_261_124 },
    );
  });
});

describe('float16', () => {
  /** What 16 bits mean, by the definition of binary16. */
  const meaning = (bits: number): number => {
    const [sign, exponent, mantissa] = [bits >>> 15 ? -1 : 1, (bits >>> 10) & 31, bits & 1023];
    if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1024 + mantissa) * 2 ** (exponent - 25);
  };

  it('gives every number of 16 bits back', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = meaning(bits);
      if (!Number.isNaN(value)) expect(halfBits(value)).toBe(bits);
      else expect(meaning(halfBits(value))).toBeNaN();
    }
  });

  it('rounds to the nearest, ties to even', () => {
    fc.assert(
      fc.property(fc.float({ min: Math.fround(-65_000), max: 65_000, noNaN: true }), (value) => {
        const bits = halfBits(value);
        const distance = Math.abs(meaning(bits) - value);
        for (const other of [bits - 1, bits + 1].filter((near) => (near & 0x7fff) < 0x7c00 && near >= 0)) {
          const away = Math.abs(meaning(other) - value);
          expect(distance).toBeLessThanOrEqual(away);
          if (distance === away && meaning(other) !== meaning(bits)) expect(bits & 1).toBe(0);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
