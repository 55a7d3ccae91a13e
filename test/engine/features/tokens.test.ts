import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { columnTransformSchema } from '../../../src-main/contract/schemas/features';
import type { FittedTokens } from '../../../src-main/engine/features/fitted';
import { learnPieces } from '../../../src-main/engine/features/fit/byte-pairs';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { tokenIds, tokenizerOf, writtenPieces } from '../../../src-main/engine/features/pieces';
import { temporaryFolder } from '../../support/table';
import { fitTable } from './support';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  await startTensors();
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

describe('byte-pair encoding', () => {
  test('merges as the example of its authors', () => {
    // Sennrich and others (2016), figure 1, whose words end in a sign that is left out here: e s, es t, l o, lo w.
    const words = new Map([
      ['low', 5],
      ['lower', 2],
      ['newest', 6],
      ['widest', 3],
    ]);
    const pieces = learnPieces(words, 30);
    const merged = pieces.filter((piece) => piece.length > 1);
    expect(merged.slice(0, 4)).toEqual(['es', 'est', 'lo', 'low']);
    expect(pieces).toContain('newest');
  });

  test('never makes more pieces than asked for, and only such that words have', () => {
    const word = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'b', 'c', 'é', '𝒳') });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, fc.integer({ min: 1, max: 20 })), { maxLength: 12 }),
        fc.integer({ min: 1, max: 30 }),
        (list, size) => {
          const words = new Map(list);
          const pieces = learnPieces(words, size);
          expect(pieces.length).toBeLessThanOrEqual(size);
          expect(new Set(pieces).size).toBe(pieces.length);
          for (const piece of pieces) expect([...words.keys()].some((one) => one.includes(piece))).toBe(true);
        },
      ),
    );
  });
});

describe('texts as ids of pieces', () => {
  const fitted: FittedTokens = {
    kind: 'tokens',
    column: 'note',
    vocabulary: ['s', 'un', 'sun', 'shine', 'é'],
    size: 8,
    length: 5,
  };
  const ids = tokenizerOf(fitted);

  test('take the longest piece, whatever its case, and fill up with 0', () => {
    expect(ids('sunshine')).toEqual([4, 5, 0, 0, 0]);
    expect(ids('Sun, SHINE; xs')).toEqual([4, 5, 1, 2, 0]);
    expect(ids('É un')).toEqual([6, 3, 0, 0, 0]);
    expect(ids('?!  ')).toEqual([0, 0, 0, 0, 0]);
    expect(ids('')).toEqual([0, 0, 0, 0, 0]);
    expect(ids('sun sun sun sun sun sun')).toEqual([4, 4, 4, 4, 4]);
  });

  test('of several rows lie one after the other', () => {
    expect([...tokenIds(fitted, ['sun', 's'])]).toEqual([4, 0, 0, 0, 0, 2, 0, 0, 0, 0]);
  });

  test('are learned from training rows, small, as many as there is room for', async () => {
    const texts = Array.from({ length: 40 }, (_, row) =>
      row % 2 === 0 ? 'Rain again' : 'rain, RAIN and sun',
    );
    const made = await fitTable(
      folder.path,
      '"note" VARCHAR, "y" DOUBLE',
      texts.map((text, row) => [text, row]),
      [{ name: 'note', type: 'text' }],
      { columns: { note: columnTransformSchema.parse({ transform: 'tokens', vocabulary: 60, length: 6 }) } },
    );
    const [feature] = made.features;
    if (feature?.kind !== 'tokens') throw new Error('not read piece by piece');
    expect(feature.vocabulary).toContain('rain');
    expect(feature.size).toBe(60);
    const read = tokenizerOf(feature)('Rain again');
    const names = [...writtenPieces(feature)];
    expect(read.filter((id) => id > 0).map((id) => names.find(([, own]) => own === id)?.[0])).toEqual([
      'rain',
      'again',
    ]);
  });
});
