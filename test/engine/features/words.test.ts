import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { missingCode } from '../../../src-main/engine/data/frame';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { wordsOf } from '../../../src-main/engine/features/words';
import { temporaryFolder } from '../../support/table';
import { applied, fitTable } from './support';

const tableSchema = z.array(z.array(z.number()));
const fixture = z
  .object({
    fitted: z.array(z.string()),
    new: z.array(z.string()),
    words: z.array(z.string()),
    counts: tableSchema,
    presence: tableSchema,
    tfidf: tableSchema,
  })
  .parse(
    JSON.parse(readFileSync(resolve(import.meta.dirname, '../../fixtures/features/words.json'), 'utf8')),
  );

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  await startTensors();
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const fit = (
  texts: readonly (string | null)[],
  weighting: 'counts' | 'presence' | 'tfidf',
  words = 100,
): Promise<Fitted> =>
  fitTable(
    folder.path,
    '"x" VARCHAR, "y" DOUBLE',
    texts.map((text, i) => [text, i]),
    [{ name: 'x', type: 'text' }],
    { columns: { x: { transform: 'words', weighting, words } } },
  );

const rowsOf = (fitted: Fitted, texts: readonly (string | null)[]): number[][] => {
  const dictionary = texts.map((text) => text ?? '');
  const codes = Uint32Array.from(texts, (text, i) => (text === null ? missingCode : i));
  return applied(fitted, { rows: texts.length, columns: [{ name: 'x', kind: 'text', codes, dictionary }] });
};

/** The word of each column, by its first way of writing. */
function wordsIn(fitted: Fitted): string[] {
  const [feature] = fitted.features;
  if (feature?.kind !== 'words') throw new Error('not words');
  return feature.weights.map((_, place) => feature.vocabulary[feature.places.indexOf(place)] ?? '');
}

describe('texts become what scikit-learn makes of their words', () => {
  test.each(['counts', 'presence', 'tfidf'] as const)('%s', async (weighting) => {
    const fitted = await fit(fixture.fitted, weighting);
    const words = wordsIn(fitted);
    expect([...words].sort()).toEqual([...fixture.words].sort());
    const made = rowsOf(fitted, [...fixture.fitted, ...fixture.new]);
    made.forEach((row, i) => {
      row.forEach((value, place) => {
        const wanted = fixture[weighting][i]?.[fixture.words.indexOf(words[place] ?? '')];
        expect(value, `${String(i)} ${String(words[place])}`).toBeCloseTo(wanted ?? Number.NaN, 6);
      });
    });
  });
});

test('the most frequent words are taken, and texts without any are zeros', async () => {
  const fitted = await fit(['a b c', 'a b', 'a', null], 'tfidf', 2);
  expect(wordsIn(fitted)).toEqual(['a', 'b']);
  expect(rowsOf(fitted, ['c', '', null, 'A'])).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
    [1, 0],
  ]);
});

test('a column without a word is one column of zeros', async () => {
  expect(rowsOf(await fit([null, '…', ' '], 'counts'), ['anything', null])).toEqual([[0], [0]]);
});

test('words are parted by white space and punctuation of every script', () => {
  expect(wordsOf('Über-Straße\u3000数据、“quoted”…don’t 3.5% e\u0301a')).toEqual([
    'Über',
    'Straße',
    '数据',
    'quoted',
    'don',
    't',
    '3',
    '5',
    'e\u0301a',
  ]);
});
