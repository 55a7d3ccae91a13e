import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Quantization } from '../../../../src-main/contract/schemas/exports';
import { exportTflite } from '../../../../src-main/engine/export/tflite/export-tflite';
import { halfOf } from '../../../../src-main/engine/export/tflite/quantize/float16';
import { quantizationOf } from '../../../../src-main/engine/export/tflite/quantize/static';
import {
  quantizedByChannel,
  quantizedWhole,
} from '../../../../src-main/engine/export/tflite/quantize/weights';
import { formatOf } from '../../../../src-main/engine/export/formats';
import { randomFrame, randomNetwork, verifyBytes } from '../../../parity/support';
import { classesFitted, numberFitted } from '../support';

const { quantizations } = formatOf('tflite');
const variants = quantizations.map(({ name }) => name);

async function exportAs(quantize: Quantization, fitted = classesFitted) {
  const network = await randomNetwork(fitted, { hidden: [96, 64] }, 3);
  const calibration = randomFrame(fitted, 300, 1);
  const file = await exportTflite(fitted, network, {}, quantize, () => Promise.resolve(calibration));
  const allowance = quantizations.find(({ name }) => name === quantize)?.allowance;
  if (allowance === undefined) throw new Error('not offered');
  const rows = randomFrame(fitted, 400, 2);
  const { ordinary } = await verifyBytes(fitted, network, rows, {
    format: 'tflite',
    bytes: file.bytes,
    allowance,
  });
  network.dispose();
  return { bytes: file.bytes.length, ordinary };
}

describe('weights kept in fewer bits', () => {
  it.each(['none', 'float16', 'int8'] as const)(
    '%s: classes are chosen as by the application',
    async (quantize) => {
      expect((await exportAs(quantize)).ordinary).toMatchObject({ passed: true, rows: 400 });
    },
  );

  // Rows of random weights lie near the border between classes; a verification says when too many change sides.
  it('int8-static: few decisions change, and those that do are counted', async () => {
    const { ordinary } = await exportAs('int8-static');
    expect(ordinary.changedDecisions).toBeLessThanOrEqual(0.02 * ordinary.rows);
    expect(ordinary.passed).toBe(ordinary.changedDecisions <= 0.01 * ordinary.rows);
  });

  it.each([
    ['none', 1e-6],
    ['float16', 1e-3],
    ['int8', 5e-3],
    ['int8-static', 2e-2],
  ] as const)('%s: numbers are on average within %f of the application', async (quantize, bound) => {
    const { ordinary } = await exportAs(quantize, numberFitted);
    expect(ordinary.meanDifference).toBeLessThan(bound);
    expect(ordinary.largestDifference).toBeGreaterThan(0);
  });

  it('make smaller files', async () => {
    const sizes = await Promise.all(variants.map(async (name) => (await exportAs(name)).bytes));
    const [full = 0, half = 0, eighth = 0, whole = 0] = sizes;
    expect(half).toBeLessThan(0.75 * full);
    expect(eighth).toBeLessThan(0.65 * full);
    expect(whole).toBeLessThan(0.6 * full);
  });
});

describe('float16', () => {
  const valueOf = (half: number): number => {
    const [sign, exponent, mantissa] = [half >>> 15 ? -1 : 1, (half >>> 10) & 31, half & 1023];
    if (exponent === 31) return mantissa === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return exponent === 0 ? sign * mantissa * 2 ** -24 : sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
  };

  it('has the values of IEEE 754', () => {
    // Wikipedia, half-precision floating-point format, examples.
    const known: [number, number][] = [
      [0, 0],
      [2 ** -24, 1],
      [0.000060975552, 0x3ff],
      [0.00006103515625, 0x400],
      [0.33325195, 0x3555],
      [1, 0x3c00],
      [1.00097656, 0x3c01],
      [65_504, 0x7bff],
      [Number.POSITIVE_INFINITY, 0x7c00],
      [-2, 0xc000],
    ];
    for (const [value, bits] of known) expect(halfOf(value), String(value)).toBe(bits);
    expect(valueOf(halfOf(Number.NaN))).toBeNaN();
  });

  it('is the nearest of all numbers it could be', () => {
    fc.assert(
      fc.property(fc.float({ min: -65_000, max: 65_000, noNaN: true }), (value) => {
        const half = halfOf(value);
        const distance = Math.abs(valueOf(half) - value);
        for (const other of [half - 1, half + 1]) {
          const neighbour = valueOf(other & 0xffff);
          if (Number.isFinite(neighbour)) expect(distance).toBeLessThanOrEqual(Math.abs(neighbour - value));
        }
      }),
    );
  });
});

describe('int8', () => {
  const weights = fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }))
    .chain((shape) =>
      fc.record({
        shape: fc.constant<number[]>([...shape]),
        axis: fc.integer({ min: 0, max: 2 }),
        data: fc
          .array(fc.float({ min: -100, max: 100, noNaN: true }), {
            minLength: shape[0] * shape[1] * shape[2],
            maxLength: shape[0] * shape[1] * shape[2],
          })
          .map((list) => Float32Array.from(list)),
      }),
    );

  it('is at most half a scale from the weights, by channel and as a whole', () => {
    fc.assert(
      fc.property(weights, ({ shape, axis, data }) => {
        const tensor = { name: 'w', type: 'float32' as const, shape, data };
        const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
        for (const made of [quantizedWhole(tensor), quantizedByChannel(tensor, axis)]) {
          const scales = made.quantization?.scales ?? [];
          data.forEach((value, index) => {
            const channel = Math.floor(index / inner) % (shape[axis] ?? 1);
            const scale = scales.length === 1 ? (scales[0] ?? 0) : (scales[channel] ?? 0);
            const restored = Number(made.data?.[index] ?? Number.NaN) * scale;
            expect(Math.abs(restored - value)).toBeLessThanOrEqual(scale / 2 + 1e-6);
          });
        }
      }),
    );
  });

  it('holds zero exactly, and every number of a range within one scale', () => {
    fc.assert(
      fc.property(
        fc.float({ min: -1000, max: 1000, noNaN: true }),
        fc.float({ min: -1000, max: 1000, noNaN: true }),
        (a, b) => {
          const [lowest, highest] = [Math.min(a, b), Math.max(a, b)];
          const { scales, zeroPoints } = quantizationOf({ lowest, highest });
          const [scale = 0, zero = 0] = [scales[0], zeroPoints[0]];
          expect(Number.isInteger(zero) && zero >= -128 && zero <= 127).toBe(true);
          for (const value of [lowest, highest, (lowest + highest) / 2]) {
            const stored = Math.max(-128, Math.min(127, Math.round(value / scale) + zero));
            expect(Math.abs((stored - zero) * scale - value)).toBeLessThanOrEqual(scale * 1.001 + 1e-20);
          }
        },
      ),
    );
  });
});
