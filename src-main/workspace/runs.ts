import { join } from 'node:path';
import { StrongroomError } from '../contract/errors';
import type { RunId, Warning } from '../contract/schemas/common';
import { runSchema, type Run, type RunSummary } from '../contract/schemas/runs';
import {
  parseDocument,
  readJsonDocument,
  renamePatiently,
  syncFolder,
  writeFailure,
  writeJson,
} from './files';
import { loadFolders, removeFolder } from './folders';
import { parseRecipe } from './migrations';

/** The manifest of a run's folder; the model's own files stand beside it. */
export const runManifest = 'run.json';

/** Reads run.json of a folder, its recipe brought up to date. Throws `code` naming the file. */
export async function readRun(
  folder: string,
  code: 'PROJECT_DAMAGED' | 'MODEL_DAMAGED' = 'PROJECT_DAMAGED',
): Promise<Run> {
  const path = join(folder, runManifest);
  const document = await readJsonDocument(path, code);
  const migrated =
    typeof document === 'object' && document !== null && 'recipe' in document
      ? { ...document, recipe: parseRecipe(document.recipe) }
      : document;
  return parseDocument(migrated, runSchema, path, code);
}

const summarize = (run: Run): RunSummary => ({
  id: run.id,
  name: run.name,
  createdAt: run.createdAt,
  target: run.target,
  task: run.task,
  metrics: run.metrics,
  rows: run.rows,
  datasetName: run.datasetName,
});

/** The finished runs of one project. */
export class RunStore {
  private readonly known = new Map<string, RunSummary>();

  constructor(private readonly folder: string) {}

  async open(): Promise<Warning[]> {
    const { items, warnings } = await loadFolders(this.folder, 'run', async (folder) =>
      summarize(await readRun(folder)),
    );
    for (const run of items) this.known.set(run.id, run);
    return warnings;
  }

  /** Newest first. */
  list(): RunSummary[] {
    return [...this.known.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  /** The folder of a run. Throws RUN_NOT_FOUND. */
  path(id: RunId): string {
    if (this.known.has(id)) return join(this.folder, id);
    throw new StrongroomError('RUN_NOT_FOUND', `There is no run ${id} in this project.`, {
      next: 'Choose another run, or train again.',
    });
  }

  get(id: RunId): Promise<Run> {
    return readRun(this.path(id));
  }

  /** Takes a folder of this project that holds a trained model for a run of it; the folder is moved. */
  async adopt(folder: string, run: Run): Promise<void> {
    try {
      await writeJson(join(folder, runManifest), run);
      await renamePatiently(folder, join(this.folder, run.id));
      await syncFolder(this.folder);
    } catch (error) {
      throw writeFailure(error, join(this.folder, run.id));
    }
    this.known.set(run.id, summarize(run));
  }

  async rename(id: RunId, name: string): Promise<void> {
    const run = { ...(await this.get(id)), name };
    await writeJson(join(this.path(id), runManifest), run);
    this.known.set(id, summarize(run));
  }

  async remove(id: RunId): Promise<void> {
    this.path(id);
    await removeFolder(this.folder, id);
    this.known.delete(id);
  }
}
