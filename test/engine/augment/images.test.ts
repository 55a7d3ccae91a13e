import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tableInputs, withParts } from '../../../src-main/contract/network';
import { augmentationSchema, type AugmentationName } from '../../../src-main/contract/schemas/augmentation';
import { augmentBatch } from '../../../src-main/engine/augment';

const [height, width, channels] = [6, 8, 3];
const [center, scale] = [
  [120, 100, 90],
  [60, 50, 40],
];
/** A number of a table, then a picture with a flag of missing ones. */
const inputs = withParts(tableInputs([{ name: 'a', place: 0, width: 1, encoding: 'number' }]), [
  { name: 'photo', kind: 'image', sizes: [height, width, channels + 1], vocabulary: 0 },
]);
const points = height * width;
const all = 1 + points * (channels + 1);

/** Every third row has no picture. */
function batchOf(rows: number) {
  const x = new Float32Array(rows * all);
  for (let row = 0; row < rows; row++) {
    x[row * all] = row;
    for (let point = 0; point < points; point++) {
      const at = row * all + 1 + point * (channels + 1);
      const isMissing = row % 3 === 2;
      for (let channel = 0; channel < channels; channel++) {
        const value = isMissing ? (center[channel] ?? 0) : (point * 37 + channel * 11 + row * 5) % 256;
        x[at + channel] = (value - (center[channel] ?? 0)) / (scale[channel] ?? 1);
      }
      x[at + channels] = Number(isMissing);
    }
  }
  return { x, y: new Float32Array(rows), rows, width: all, targets: 1 };
}

const kinds: AugmentationName[] = [
  'rotate',
  'flip',
  'scale',
  'shift',
  'crop',
  'brightness',
  'contrast',
  'cutout',
];

function changed(kind: AugmentationName, settings: Record<string, number>, step: number, seed = 1) {
  const before = batchOf(60);
  const after = { ...before, x: before.x.slice() };
  augmentBatch(after, [augmentationSchema.parse({ kind, ...settings })], seed, step, {
    features: [],
    spread: new Float32Array(all),
    inputs,
    images: new Map([['photo', { center, scale }]]),
  });
  return { before: before.x, after: after.x };
}

describe.each(kinds)('%s of pictures', (kind) => {
  test('follows from the seed and the number of the step alone', () => {
    const once = changed(kind, {}, 3).after;
    expect(changed(kind, {}, 3).after).toEqual(once);
    expect(changed(kind, {}, 4).after).not.toEqual(once);
    expect(changed(kind, {}, 3, 2).after).not.toEqual(once);
  });

  test('leaves the table, the flags and missing pictures as they are, and stays between black and white', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.double({ min: 0, max: 0.9, noNaN: true }), (step, strength) => {
        const { before, after } = changed(kind, { strength, rows: 1 }, step);
        for (let row = 0; row < 60; row++) {
          expect(after[row * all]).toBe(before[row * all]);
          for (let point = 0; point < points; point++) {
            const at = row * all + 1 + point * (channels + 1);
            expect(after[at + channels]).toBe(before[at + channels]);
            for (let channel = 0; channel < channels; channel++) {
              const value = (after[at + channel] ?? 0) * (scale[channel] ?? 1) + (center[channel] ?? 0);
              expect(value).toBeGreaterThan(-1e-2);
              expect(value).toBeLessThan(255 + 1e-2);
              if (row % 3 === 2) expect(after[at + channel]).toBe(before[at + channel]);
            }
          }
        }
      }),
      { numRuns: 3 },
    );
  });

  test('changes the share of rows that is asked for', () => {
    const { before, after } = changed(kind, { rows: 0 }, 1);
    expect(after).toEqual(before);
    const some = changed(kind, { rows: 0.5 }, 1);
    const rows = Array.from({ length: 60 }, (_, row) => row).filter((row) =>
      some.after
        .subarray(row * all, (row + 1) * all)
        .some((value, at) => value !== some.before[row * all + at]),
    );
    expect(rows.length).toBeGreaterThan(6);
    expect(rows.length).toBeLessThan(36);
  });
});

test('a picture that is mirrored twice is what it was', () => {
  const twice = batchOf(6);
  const setting = {
    features: [],
    spread: new Float32Array(all),
    inputs,
    images: new Map([['photo', { center, scale }]]),
  };
  const mirror = augmentationSchema.parse({ kind: 'flip', rows: 1, strength: 1 });
  augmentBatch(twice, [mirror, mirror], 1, 1, setting);
  const before = batchOf(6).x;
  twice.x.forEach((value, at) => expect(value).toBeCloseTo(before[at] ?? 0, 4));
});
