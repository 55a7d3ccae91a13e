import { join } from 'node:path';
import { z } from 'zod';
import type { ProjectState, ProjectSummary } from '../contract/schemas/app';
import { projectIdSchema, timeSchema, type ProjectId, type Warning } from '../contract/schemas/common';
import type { Recipe } from '../contract/schemas/recipe';
import { CleanedStore } from './cleaned';
import { DatasetStore } from './datasets';
import { readJson, writeJson } from './files';
import { takeLock } from './lock';
import { RecipeFile } from './recipe-file';
import { LookStore } from './looks';
import { QueueStore } from './queue';
import { RunStore } from './runs';
import { Serial } from './serial';
import { SessionStore } from './sessions';

export const projectManifest = 'project.json';

/** project.json: what a project is called, and when it was made and last opened. */
export const projectSchema = z.object({
  formatVersion: z.literal(1),
  id: projectIdSchema,
  name: z.string(),
  createdAt: timeSchema,
  openedAt: timeSchema,
});
export type ProjectManifest = z.infer<typeof projectSchema>;

/** An open project: its manifest, recipe, data sets and runs, locked for this process until `close`. */
export class Project {
  /** Changes of the recipe happen one after another. */
  private readonly changes = new Serial();

  private constructor(
    readonly path: string,
    private manifest: ProjectManifest,
    private readonly recipeFile: RecipeFile,
    readonly datasets: DatasetStore,
    readonly cleaned: CleanedStore,
    readonly runs: RunStore,
    readonly sessions: SessionStore,
    readonly queue: QueueStore,
    /** How tables were looked at; nothing depends on it. */
    readonly looks: LookStore,
    private readonly warnings: readonly Warning[],
    private readonly unlock: () => Promise<void>,
  ) {}

  /** Writes the files of a new project into an empty folder that exists. */
  static async initialize(path: string, id: ProjectId, name: string): Promise<void> {
    const now = new Date().toISOString();
    await RecipeFile.create(path);
    const manifest: ProjectManifest = { formatVersion: 1, id, name, createdAt: now, openedAt: now };
    await writeJson(join(path, projectManifest), manifest);
  }

  /** Throws PROJECT_DAMAGED, RECIPE_VERSION, BUSY, NOT_WRITABLE. */
  static async open(path: string): Promise<Project> {
    const stored = await readJson(join(path, projectManifest), projectSchema);
    const unlock = await takeLock(join(path, 'lock'), `The project "${stored.name}"`);
    try {
      const { file, warnings } = await RecipeFile.open(path);
      const datasets = new DatasetStore(join(path, 'datasets'));
      const cleaned = new CleanedStore(join(path, 'cleaned'));
      await cleaned.open();
      const runs = new RunStore(join(path, 'runs'), join(path, 'bin', 'runs'));
      const sessions = new SessionStore(join(path, 'sessions'));
      const opened = [await datasets.open(), await runs.open(), await sessions.open()];
      const queue = new QueueStore(path);
      const begun = new Set([...runs.list(), ...runs.listRemoved(), ...sessions.list()].map(({ id }) => id));
      const all = [...warnings, ...opened.flat(), ...(await queue.open((id) => begun.has(id)))];
      const manifest = { ...stored, openedAt: new Date().toISOString() };
      await writeJson(join(path, projectManifest), manifest);
      const looks = new LookStore(path);
      return new Project(path, manifest, file, datasets, cleaned, runs, sessions, queue, looks, all, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  get id(): ProjectId {
    return this.manifest.id;
  }

  get recipe(): Recipe {
    return this.recipeFile.recipe;
  }

  get summary(): ProjectSummary {
    const { id, name, createdAt, openedAt } = this.manifest;
    return { id, name, createdAt, openedAt };
  }

  get state(): ProjectState {
    return {
      ...this.summary,
      path: this.path,
      datasets: this.datasets.list(),
      recipe: this.recipe,
      canUndo: this.recipeFile.canUndo,
      canRedo: this.recipeFile.canRedo,
      ...this.recipeFile.named,
      runs: this.runs.list(),
      bin: this.runs.listRemoved(),
      interrupted: this.sessions.list(),
      queue: this.queue.list(),
      warnings: [...this.warnings],
    };
  }

  rename(name: string): Promise<void> {
    return this.changes.run(async () => {
      const manifest = { ...this.manifest, name };
      await writeJson(join(this.path, projectManifest), manifest);
      this.manifest = manifest;
    });
  }

  /** Makes a new recipe out of the current one and saves it as a step that can be undone. */
  changeRecipe(change: (recipe: Recipe) => Recipe): Promise<void> {
    return this.changes.run(() => this.recipeFile.update(change(this.recipe)));
  }

  undo(): Promise<void> {
    return this.changes.run(() => this.recipeFile.undo());
  }

  redo(): Promise<void> {
    return this.changes.run(() => this.recipeFile.redo());
  }

  /** Waits for changes under way and lets other processes open the project. */
  async close(): Promise<void> {
    await this.changes.run(() => Promise.resolve());
    await this.unlock();
  }
}
