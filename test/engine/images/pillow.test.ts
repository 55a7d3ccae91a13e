import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decode, isColourless, readHead } from '../../../src-main/engine/images/decode';
import { greyOf, squareOf } from '../../../src-main/engine/images/resample';

// Pillow's own answers, written by test/fixtures/images/make.py.
const bytes = z.string().transform((text) => Buffer.from(text, 'base64'));
const { decoded, resized } = z
  .object({
    decoded: z.array(
      z.object({
        name: z.string(),
        file: bytes,
        width: z.number(),
        height: z.number(),
        off: z.number(),
        points: bytes,
      }),
    ),
    resized: z.array(
      z.object({
        width: z.number(),
        height: z.number(),
        side: z.number(),
        points: bytes,
        grey: bytes,
        stretch: bytes,
        fit: bytes,
        crop: bytes,
        greyStretch: bytes,
      }),
    ),
  })
  .parse(
    JSON.parse(await readFile(join(import.meta.dirname, '../../fixtures/images/pictures.json'), 'utf8')),
  );

/** The largest difference of two lists of bytes. */
const furthest = (a: Uint8Array, b: Uint8Array): number =>
  a.length === b.length
    ? a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? 0))), 0)
    : 256;

describe('decoding as Pillow does', () => {
  test.each(decoded)('$name', async ({ file, width, height, off, points }) => {
    const image = await decode(file);
    expect({ width: image.width, height: image.height }).toEqual({ width, height });
    const colour =
      image.channels === 3
        ? image.bytes
        : Uint8Array.from(points, (_, at) => image.bytes[Math.floor(at / 3)] ?? 0);
    expect(furthest(colour, points)).toBeLessThanOrEqual(off);
    expect(await readHead(file)).toMatchObject({ width, height });
  });

  test('tells pictures without colour', async () => {
    const grey = await Promise.all(
      decoded.map(async ({ name, file }) => [name, isColourless(await decode(file))]),
    );
    const found = grey.filter(([, is]) => is === true).map(([name]) => name);
    expect(found).toEqual(['grey.png', 'grey-alpha.png', 'sixteen.png', 'grey.jpg', 'one-bit.bmp']);
  });
});

/** Which of rows and columns comes first differs by the version of Pillow, and with it the last rounding. */
const order = 1;

describe('resizing as Pillow does', () => {
  test.each(resized)('$width x $height to $side', ({ width, height, side, points, ...expected }) => {
    const image = { bytes: points, width, height, channels: 3 as const };
    const grey = greyOf(image);
    expect(furthest(grey.bytes, expected.grey)).toBe(0);
    expect(furthest(squareOf(image, side, 'stretch').bytes, expected.stretch)).toBeLessThanOrEqual(order);
    expect(furthest(squareOf(image, side, 'fit').bytes, expected.fit)).toBeLessThanOrEqual(order);
    expect(furthest(squareOf(image, side, 'crop').bytes, expected.crop)).toBeLessThanOrEqual(order);
    expect(furthest(squareOf(grey, side, 'stretch').bytes, expected.greyStretch)).toBeLessThanOrEqual(order);
  });
});
