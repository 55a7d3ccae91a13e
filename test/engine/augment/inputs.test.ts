import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { imageMethods } from '../../../src-main/engine/augment/images';
import { contrasted } from '../../../src-main/engine/augment/images/contrast';
import { cropped } from '../../../src-main/engine/augment/images/crop';
import { withHole } from '../../../src-main/engine/augment/images/cutout';
import { flipped } from '../../../src-main/engine/augment/images/flip';
import type { Image } from '../../../src-main/engine/augment/images/image';
import { rotated } from '../../../src-main/engine/augment/images/rotate';
import { scaled } from '../../../src-main/engine/augment/images/scale';
import { shifted } from '../../../src-main/engine/augment/images/shift';
import { sequenceMethods } from '../../../src-main/engine/augment/sequences';
import type { Sequence } from '../../../src-main/engine/augment/sequences/sequence';
import { warped } from '../../../src-main/engine/augment/sequences/time-warp';
import { sliced } from '../../../src-main/engine/augment/sequences/window-slice';
import { textMethods } from '../../../src-main/engine/augment/text';
import { Random } from '../../../src-main/engine/random';

const table = z.array(z.array(z.number()));
const fixture = z
  .object({
    image: table,
    rotated: z.record(z.string(), table),
    scaled: z.record(z.string(), table),
    shifted: table,
    flipped: table,
    sequence: table,
    speeds: z.array(z.number()),
    warped: table,
    sliced: table,
  })
  .parse(JSON.parse(readFileSync(new URL('../../fixtures/augment/inputs.json', import.meta.url), 'utf8')));

const imageOf = (rows: readonly (readonly number[])[]): Image => ({
  values: Float32Array.from(rows.flat()),
  height: rows.length,
  width: rows[0]?.length ?? 0,
  channels: 1,
});
const image = imageOf(fixture.image);
const sequence: Sequence = { values: Float32Array.from(fixture.sequence.flat()), steps: 20, features: 2 };

function near(values: Float32Array, wanted: readonly (readonly number[])[] | Float32Array): void {
  const flat = wanted instanceof Float32Array ? [...wanted] : wanted.flat();
  expect(values).toHaveLength(flat.length);
  values.forEach((value, place) => expect(Math.abs(value - (flat[place] ?? Number.NaN))).toBeLessThan(1e-5));
}

describe('pictures', () => {
  test('are turned, scaled, moved and mirrored as SciPy does', () => {
    for (const [degrees, wanted] of Object.entries(fixture.rotated))
      near(rotated(image, Number(degrees)).values, wanted);
    for (const [factor, wanted] of Object.entries(fixture.scaled))
      near(scaled(image, Number(factor)).values, wanted);
    near(shifted(image, 1.25, -2.5).values, fixture.shifted);
    near(flipped(image).values, fixture.flipped);
  });

  test('of several channels are changed channel by channel', () => {
    const both = new Float32Array(image.values.length * 2);
    image.values.forEach((value, place) => both.set([value, 1 - value], 2 * place));
    const turned = rotated({ ...image, values: both, channels: 2 }, 30);
    near(
      turned.values.filter((_, place) => place % 2 === 0),
      rotated(image, 30).values,
    );
  });

  test('cut out of the middle of a ramp are a ramp between its ends', () => {
    const ramp = imageOf(Array.from({ length: 5 }, () => Array.from({ length: 11 }, (_, x) => x / 10)));
    const part = cropped(ramp, 0, 2, 0.5).values.subarray(0, 11);
    part.forEach((value, x) => expect(value).toBeCloseTo((2 + 0.5 * x) / 10, 5));
  });

  test('a hole is a square of zeros, cut at the edge, and all else stays', () => {
    const holed = withHole(image, 0, 4, 4).values;
    holed.forEach((value, place) => {
      const [row, column] = [Math.floor(place / 9), place % 9];
      const isHidden = row < 2 && column >= 2 && column < 6;
      expect(value).toBe(isHidden ? 0 : image.values[place]);
    });
    near(withHole(image, 3, 3, 0).values, image.values);
  });

  test('contrast keeps the mean where nothing is cut off, and multiplies what is away from it', () => {
    const pale = imageOf(fixture.image.map((row) => row.map((value) => 0.4 + 0.2 * value)));
    const deviation = ({ values }: Image): [number, number] => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return [mean, Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)];
    };
    const [mean, spread] = deviation(pale);
    const [newMean, newSpread] = deviation(contrasted(pale, 1.5));
    expect(newMean).toBeCloseTo(mean, 5);
    expect(newSpread / spread).toBeCloseTo(1.5, 4);
  });

  test.each(Object.entries(imageMethods))(
    '%s: the same seed gives the same, in size and within 0 and 1',
    (_, method) => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
          const once = method.apply(image, method.standard, new Random(seed));
          expect(method.apply(image, method.standard, new Random(seed))).toEqual(once);
          expect([once.height, once.width, once.values.length]).toEqual([7, 9, 63]);
          expect(once.values.every((value) => value >= 0 && value <= 1)).toBe(true);
        }),
      );
      near(method.apply(image, 0, new Random(1)).values, image.values);
    },
  );
});

describe('sequences', () => {
  test('are warped and sliced as by the splines and interpolation of SciPy and NumPy', () => {
    near(warped(sequence, fixture.speeds).values, fixture.warped);
    near(sliced(sequence, 4, 12).values, fixture.sliced);
    near(warped(sequence, [1, 1, 1, 1]).values, sequence.values);
  });

  test('jitter and scaling have the spread that was asked for; a feature keeps its shape when scaled', () => {
    const flat: Sequence = { values: new Float32Array(40_000).fill(1), steps: 20_000, features: 2 };
    const { values } = sequenceMethods.jitter.apply(flat, 0.1, new Random(2));
    expect(Math.sqrt(values.reduce((sum, value) => sum + (value - 1) ** 2, 0) / values.length)).toBeCloseTo(
      0.1,
      2,
    );
    const louder = sequenceMethods.scaling.apply(sequence, 0.5, new Random(2)).values;
    for (const feature of [0, 1]) {
      const factors = Array.from(
        { length: 20 },
        (_, step) => (louder[step * 2 + feature] ?? 0) / (sequence.values[step * 2 + feature] ?? 1),
      );
      factors.forEach((factor) => expect(factor).toBeCloseTo(factors[0] ?? 0, 4));
    }
  });

  test.each(Object.entries(sequenceMethods))(
    '%s: the same seed gives the same, as long as before',
    (_, method) => {
      fc.assert(
        fc.property(fc.integer({ min: 0, max: 1e6 }), (seed) => {
          const once = method.apply(sequence, method.standard, new Random(seed));
          expect(method.apply(sequence, method.standard, new Random(seed))).toEqual(once);
          expect([once.steps, once.features, once.values.length]).toEqual([20, 2, 40]);
          expect(once.values.every(Number.isFinite)).toBe(true);
        }),
      );
      near(method.apply(sequence, 0, new Random(1)).values, sequence.values);
    },
  );

  test('slices and warps stay within the values of their feature', () => {
    const strengths = fc.double({ min: 0, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), strengths, (seed, strength) => {
        for (const name of ['window-slice', 'time-warp'] as const) {
          const { values } = sequenceMethods[name].apply(sequence, strength, new Random(seed));
          for (const feature of [0, 1]) {
            const of = (list: Float32Array): Float32Array => list.filter((_, place) => place % 2 === feature);
            expect(Math.max(...of(values))).toBeLessThanOrEqual(Math.max(...of(sequence.values)) + 1e-6);
            expect(Math.min(...of(values))).toBeGreaterThanOrEqual(Math.min(...of(sequence.values)) - 1e-6);
          }
        }
      }),
    );
  });
});

describe('texts', () => {
  const texts = fc.array(fc.stringMatching(/^[a-zäé]{1,6}$/u), { minLength: 1, maxLength: 30 });
  const shares = fc.double({ min: 0, max: 0.9, noNaN: true });

  test('dropout leaves some of the words in their order, one at least', () => {
    fc.assert(
      fc.property(texts, shares, fc.integer(), (words, share, seed) => {
        const kept = textMethods['word-dropout'].apply(words.join(' '), share, new Random(seed)).split(' ');
        let next = 0;
        for (const word of kept) {
          next = words.indexOf(word, next) + 1;
          expect(next).toBeGreaterThan(0);
        }
      }),
    );
    const long = Array.from({ length: 5000 }, (_, i) => `w${i}`).join(' ');
    const left = textMethods['word-dropout'].apply(long, 0.3, new Random(1)).split(' ').length;
    expect(left / 5000).toBeCloseTo(0.7, 1);
  });

  test('swapping moves words and keeps what stands between them', () => {
    fc.assert(
      fc.property(texts, shares, fc.integer(), (words, share, seed) => {
        const swapped = textMethods['word-swap'].apply(words.join('  '), share, new Random(seed)).split('  ');
        expect([...swapped].sort()).toEqual([...words].sort());
        const moved = swapped.filter((word, place) => word !== words[place]).length;
        expect(moved).toBeLessThanOrEqual(2 * Math.round((share * words.length) / 2));
      }),
    );
    const text = ' one two  three four ';
    expect(textMethods['word-swap'].apply(text, 1, new Random(4))).toMatch(/^ \w+ \w+ {2}\w+ \w+ $/);
    expect(textMethods['word-swap'].apply('', 1, new Random(4))).toBe('');
  });
});
