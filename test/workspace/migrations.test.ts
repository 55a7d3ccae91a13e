import { expect, test } from 'vitest';
import { emptyRecipe, migrate, parseRecipe } from '../../src-main/workspace/migrations';

const rename = (document: Record<string, unknown>): Record<string, unknown> => ({
  ...document,
  target: document['label'],
});
const double = (document: Record<string, unknown>): Record<string, unknown> => ({
  ...document,
  epochs: Number(document['epochs']) * 2,
});

test('a document goes through every version up to the latest', () => {
  const migrated = migrate({ version: 1, label: 'y', epochs: 5 }, 3, { 1: rename, 2: double });
  expect(migrated).toMatchObject({ version: 3, target: 'y', epochs: 10 });
});

test('a newer version is RECIPE_VERSION, with what is known', () => {
  expect(() => migrate({ version: 9 }, 3, { 1: rename, 2: double })).toThrow(
    expect.objectContaining({ code: 'RECIPE_VERSION', received: 'version 9' }),
  );
});

test.each([[{}], [null], ['recipe'], [{ version: 'one' }]])('%j is no recipe', (document) => {
  expect(() => parseRecipe(document)).toThrow(expect.objectContaining({ code: 'RECIPE_INVALID' }));
});

test('a wrong place is named', () => {
  const wrong = { ...emptyRecipe(), training: { epochs: -1 } };
  expect(() => parseRecipe(wrong)).toThrow(
    expect.objectContaining({
      code: 'RECIPE_INVALID',
      message: expect.stringContaining('training.epochs') as string,
    }),
  );
});

test('what a recipe leaves out gets its default', () => {
  const { data, target, version } = emptyRecipe();
  expect(parseRecipe({ version, data, target })).toEqual(emptyRecipe());
});

test('a recipe written by hand needs a version and its steps alone', () => {
  const { cleaning, ...rest } = parseRecipe({
    version: 1,
    cleaning: [{ kind: 'trim-text', columns: ['city'] }, { kind: 'remove-duplicates' }],
  });
  expect(cleaning).toMatchObject([
    { id: 'step-1', kind: 'trim-text', columns: ['city'], enabled: true },
    { id: 'step-2', kind: 'remove-duplicates' },
  ]);
  const { cleaning: none, ...others } = emptyRecipe();
  expect(none).toEqual([]);
  expect(rest).toEqual(others);
});
