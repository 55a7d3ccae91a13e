import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Recipe } from '../../src-main/contract/schemas/recipe';
import { RecipeJournal, journalLength } from '../../src-main/workspace/journal';
import { emptyRecipe } from '../../src-main/workspace/migrations';

const recipe = (seed: number): Recipe => ({ ...emptyRecipe(), seed });

test('undo and redo walk through the recipes', () => {
  const journal = RecipeJournal.startingWith(recipe(0)).add(recipe(1)).add(recipe(2));
  expect(journal.undo().current.seed).toBe(1);
  expect(journal.undo().undo().undo().current.seed).toBe(0);
  expect(journal.undo().redo().current.seed).toBe(2);
  expect([journal.canUndo, journal.canRedo]).toEqual([true, false]);
});

test('a change after an undo drops what could be redone; the same recipe again is no change', () => {
  const journal = RecipeJournal.startingWith(recipe(0)).add(recipe(1)).undo();
  expect(journal.add(recipe(0))).toBe(journal);
  expect(journal.add(recipe(5)).canRedo).toBe(false);
});

test.each([
  [null],
  [{}],
  [{ formatVersion: 1, entries: [], position: 0 }],
  [{ formatVersion: 1, entries: [1], position: 0 }],
])('%j is no journal', (document) => {
  expect(RecipeJournal.fromDocument(document)).toBeNull();
});

test('law: like a list with a cursor, also after a way through JSON', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), seed: fc.nat(5) }),
    fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const, 'restart' as const) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 150 }), (steps) => {
      let journal = RecipeJournal.startingWith(recipe(99));
      let list = [99];
      let at = 0;
      for (const next of steps) {
        if (next.kind === 'add') {
          journal = journal.add(recipe(next.seed));
          if (list[at] !== next.seed) {
            list = [...list.slice(0, at + 1), next.seed].slice(-journalLength);
            at = list.length - 1;
          }
        } else if (next.kind === 'undo') {
          journal = journal.undo();
          at = Math.max(0, at - 1);
        } else if (next.kind === 'redo') {
          journal = journal.redo();
          at = Math.min(list.length - 1, at + 1);
        } else {
          const restored = RecipeJournal.fromDocument(JSON.parse(JSON.stringify(journal.toDocument())));
          expect(restored).not.toBeNull();
          journal = restored ?? journal;
        }
        expect([journal.current.seed, journal.canUndo, journal.canRedo]).toEqual([
          list[at],
          at > 0,
          at < list.length - 1,
        ]);
      }
    }),
    { numRuns: 50 },
  );
});
