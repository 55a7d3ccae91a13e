import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { recipeChange } from '../contract/recipe-change';
import type { Recipe } from '../contract/schemas/recipe';
import { parseRecipe } from './migrations';

/** Recipes kept for undo at most; the oldest go first. */
export const journalLength = 100;

const journalSchema = z.object({
  formatVersion: z.literal(1),
  entries: z.array(z.unknown()).min(1),
  position: z.number().int().nonnegative(),
});

/** The recipe's past and future: a list of recipes and where in it the project stands. Never changed in place. */
export class RecipeJournal {
  private constructor(
    private readonly entries: readonly Recipe[],
    private readonly position: number,
  ) {}

  static startingWith(recipe: Recipe): RecipeJournal {
    return new RecipeJournal([recipe], 0);
  }

  /** Reads what `toDocument` wrote; null when it is not a journal. */
  static fromDocument(document: unknown): RecipeJournal | null {
    const parsed = journalSchema.safeParse(document);
    if (!parsed.success || parsed.data.position >= parsed.data.entries.length) return null;
    try {
      return new RecipeJournal(parsed.data.entries.map(parseRecipe), parsed.data.position);
    } catch {
      return null;
    }
  }

  toDocument(): unknown {
    return { formatVersion: 1, entries: this.entries, position: this.position };
  }

  get current(): Recipe {
    const recipe = this.entries[this.position];
    if (recipe === undefined) throw new RangeError('the journal stands outside its entries');
    return recipe;
  }

  get canUndo(): boolean {
    return this.position > 0;
  }

  get canRedo(): boolean {
    return this.position < this.entries.length - 1;
  }

  /** What undo would take back, in a few words; undefined where there is nothing. */
  get undoes(): string | undefined {
    return this.change(this.position);
  }

  /** What redo would do again, in a few words; undefined where there is nothing. */
  get redoes(): string | undefined {
    return this.change(this.position + 1);
  }

  /** Adds a recipe after the current one; what could be redone is gone. The same recipe again adds nothing. */
  add(recipe: Recipe): RecipeJournal {
    if (isDeepStrictEqual(recipe, this.current)) return this;
    const entries = [...this.entries.slice(0, this.position + 1), recipe].slice(-journalLength);
    return new RecipeJournal(entries, entries.length - 1);
  }

  undo(): RecipeJournal {
    return this.canUndo ? new RecipeJournal(this.entries, this.position - 1) : this;
  }

  redo(): RecipeJournal {
    return this.canRedo ? new RecipeJournal(this.entries, this.position + 1) : this;
  }

  /** The name of the change that made the recipe at a place. */
  private change(place: number): string | undefined {
    const [before, after] = [this.entries[place - 1], this.entries[place]];
    return before === undefined || after === undefined ? undefined : recipeChange(before, after);
  }
}
