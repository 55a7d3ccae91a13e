import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StrongroomError } from '../contract/errors';
import { runIdSchema, timeSchema, warningSchema, type RunId, type Warning } from '../contract/schemas/common';
import { datasetSchema } from '../contract/schemas/data';
import type { Interrupted } from '../contract/schemas/interrupted';
import { inputRangeSchema } from '../contract/schemas/input-contract';
import { recipeSchema, taskSchema } from '../contract/schemas/recipe';
import { listFolders, makeFolder, parseDocument, readJsonDocument, writeFailure, writeJson } from './files';
import { parseRecipe } from './migrations';

export const sessionManifest = 'session.json';

/** session.json: all that a training needs to be taken up again, once its rows are prepared. */
export const sessionManifestSchema = z.object({
  formatVersion: z.literal(1),
  id: runIdSchema,
  name: z.string(),
  target: z.string(),
  startedAt: timeSchema,
  recipe: recipeSchema,
  /** As it was then: the data set itself may be gone. */
  dataset: datasetSchema,
  prepared: z.object({
    task: taskSchema,
    inputs: z.array(z.string()),
    rows: z.object({ train: z.number(), validation: z.number(), test: z.number() }),
    targetMissing: z.number(),
    ranges: z.array(inputRangeSchema).optional(),
    warnings: z.array(warningSchema),
  }),
  prepareSeconds: z.number(),
});
export type SessionManifest = z.infer<typeof sessionManifestSchema>;

const removal = { recursive: true, force: true, maxRetries: 3 } as const;

const summarize = ({ id, name, target, dataset, startedAt, recipe }: SessionManifest): Interrupted => ({
  id,
  name,
  target,
  dataset: dataset.id,
  startedAt,
  epochs: recipe.training.epochs,
});

/**
 * The trainings of one project that are not done: a folder each, which becomes the run's when it is. One that has no
 * manifest yet was not prepared, and holds nothing worth keeping.
 */
export class SessionStore {
  private readonly known = new Map<string, SessionManifest>();

  constructor(private readonly folder: string) {}

  /** Clears away what cannot go on, and tells of it where it should have been able to. */
  async open(): Promise<Warning[]> {
    await makeFolder(this.folder);
    const warnings: Warning[] = [];
    for (const name of await listFolders(this.folder)) {
      const path = join(this.folder, name);
      try {
        const manifest = await this.read(path);
        if (manifest === null || manifest.id !== name) await rm(path, removal);
        else this.known.set(manifest.id, manifest);
      } catch {
        await rm(path, removal);
        warnings.push({
          code: 'PROJECT_DAMAGED',
          message: `The interrupted training ${name} could not be read, and was removed.`,
          next: 'Train again.',
        });
      }
    }
    return warnings;
  }

  private async read(path: string): Promise<SessionManifest | null> {
    const file = join(path, sessionManifest);
    if (!existsSync(file)) return null;
    const document = await readJsonDocument(file);
    const migrated =
      typeof document === 'object' && document !== null && 'recipe' in document
        ? { ...document, recipe: parseRecipe(document.recipe) }
        : document;
    return parseDocument(migrated, sessionManifestSchema, file);
  }

  /** Oldest first. */
  list(): Interrupted[] {
    return [...this.known.values()].map(summarize).sort((a, b) => a.startedAt.localeCompare(b.startedAt));
  }

  /** Throws RUN_NOT_FOUND. */
  get(id: RunId): SessionManifest {
    const manifest = this.known.get(id);
    if (manifest !== undefined) return manifest;
    throw new StrongroomError('RUN_NOT_FOUND', `There is no interrupted training ${id} in this project.`, {
      next: 'Train again.',
    });
  }

  path(id: RunId): string {
    return join(this.folder, id);
  }

  /** An empty folder for a new training. */
  async begin(id: RunId): Promise<string> {
    const path = this.path(id);
    try {
      await makeFolder(path);
    } catch (error) {
      throw writeFailure(error, path);
    }
    return path;
  }

  /** From now on the training can be taken up again. */
  async remember(manifest: SessionManifest): Promise<void> {
    await writeJson(join(this.path(manifest.id), sessionManifest), manifest);
    this.known.set(manifest.id, manifest);
  }

  async discard(id: RunId): Promise<void> {
    this.known.delete(id);
    await rm(this.path(id), removal);
  }

  /** The folder is someone else's from now on: it has become a run. */
  forget(id: RunId): void {
    this.known.delete(id);
  }
}
