import { isDeepStrictEqual } from 'node:util';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../contract/errors';
import type { Warning } from '../contract/schemas/common';
import type { Recipe } from '../contract/schemas/recipe';
import { readJsonDocument, writeJson } from './files';
import { RecipeJournal } from './journal';
import { emptyRecipe, parseRecipe } from './migrations';

const recipeName = 'recipe.json';
const journalName = 'recipe-journal.json';

async function readJournal(folder: string): Promise<RecipeJournal | null> {
  try {
    return RecipeJournal.fromDocument(await readJsonDocument(join(folder, journalName)));
  } catch {
    return null;
  }
}

/**
 * The recipe of a project on disk: recipe.json is the recipe, recipe-journal.json its undo history. The recipe
 * is written first; when a crash falls between the two, opening adds it to the history again.
 */
export class RecipeFile {
  private constructor(
    private readonly folder: string,
    private journal: RecipeJournal,
  ) {}

  static async create(folder: string): Promise<RecipeFile> {
    const file = new RecipeFile(folder, RecipeJournal.startingWith(emptyRecipe()));
    await file.save(file.journal);
    return file;
  }

  /**
   * A damaged history is begun anew, and a damaged recipe is taken from the history, each with a warning.
   * Throws PROJECT_DAMAGED when both are damaged, RECIPE_VERSION when the recipe is of a newer program.
   */
  static async open(folder: string): Promise<{ file: RecipeFile; warnings: Warning[] }> {
    await removeTemporaries(folder);
    const journal = await readJournal(folder);
    let recipe: Recipe;
    try {
      recipe = parseRecipe(await readJsonDocument(join(folder, recipeName)));
    } catch (error) {
      const isNewer = error instanceof StrongroomError && error.code === 'RECIPE_VERSION';
      if (isNewer || journal === null) {
        if (isNewer || !(error instanceof StrongroomError) || error.code === 'PROJECT_DAMAGED') throw error;
        throw new StrongroomError('PROJECT_DAMAGED', `${join(folder, recipeName)}: ${error.message}`, {
          next: 'Put back a copy of this file from a backup.',
          cause: error,
        });
      }
      const file = new RecipeFile(folder, journal);
      await file.save(journal);
      const message = 'The recipe was damaged and was taken from its history: check it before training.';
      return { file, warnings: [{ code: 'RECIPE_RECOVERED', message }] };
    }
    if (journal === null) {
      const message = 'The history of the recipe could not be read: steps before now cannot be undone.';
      const file = new RecipeFile(folder, RecipeJournal.startingWith(recipe));
      await file.save(file.journal);
      return { file, warnings: [{ code: 'HISTORY_LOST', message }] };
    }
    const isSame = isDeepStrictEqual(journal.current, recipe);
    return { file: new RecipeFile(folder, isSame ? journal : journal.add(recipe)), warnings: [] };
  }

  get recipe(): Recipe {
    return this.journal.current;
  }

  get canUndo(): boolean {
    return this.journal.canUndo;
  }

  get canRedo(): boolean {
    return this.journal.canRedo;
  }

  /** What undo would take back and redo do again, as far as there is something. */
  get named(): { undoes?: string; redoes?: string } {
    const { undoes, redoes } = this.journal;
    return { ...(undoes === undefined ? {} : { undoes }), ...(redoes === undefined ? {} : { redoes }) };
  }

  update(recipe: Recipe): Promise<void> {
    return this.save(this.journal.add(recipe));
  }

  undo(): Promise<void> {
    return this.save(this.journal.undo());
  }

  redo(): Promise<void> {
    return this.save(this.journal.redo());
  }

  /** Memory follows the disk: when writing fails, nothing has changed. */
  private async save(journal: RecipeJournal): Promise<void> {
    await writeJson(join(this.folder, recipeName), journal.current);
    await writeJson(join(this.folder, journalName), journal.toDocument());
    this.journal = journal;
  }
}

/** Temporary files that a killed process left beside the manifests. */
async function removeTemporaries(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.startsWith('.') && name.endsWith('.tmp')) await rm(join(folder, name), { force: true });
  }
}
