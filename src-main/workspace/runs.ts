import { join } from 'node:path';
import { StrongroomError } from '../contract/errors';
import type { RunId, Warning } from '../contract/schemas/common';
import type { RunMarks } from '../contract/schemas/run-marks';
import { runSchema, type RemovedRun, type Run, type RunSummary } from '../contract/schemas/runs';
import { Bin, removedAt } from './bin';
import {
  parseDocument,
  readJsonDocument,
  renamePatiently,
  syncFolder,
  writeFailure,
  writeJson,
} from './files';
import { loadFolders } from './folders';
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

/** What lists show of a run. */
export const summarize = (run: Run): RunSummary => ({
  id: run.id,
  name: run.name,
  tags: run.tags,
  note: run.note,
  createdAt: run.createdAt,
  target: run.target,
  task: run.task,
  metrics: run.metrics,
  rows: run.rows,
  datasetName: run.datasetName,
  device: run.device,
  ...(run.repeats === undefined ? {} : { repeats: run.repeats }),
  ...(run.ensemble === undefined ? {} : { ensemble: run.ensemble }),
});

/** What was asked for replaces what was said of the run before. Nothing else of run.json changes. */
export async function markRun(
  folder: string,
  marks: RunMarks,
  code: 'PROJECT_DAMAGED' | 'MODEL_DAMAGED' = 'PROJECT_DAMAGED',
): Promise<Run> {
  const before = await readRun(folder, code);
  const { name = before.name, tags = before.tags, note = before.note } = marks;
  const run: Run = { ...before, name, tags, note };
  await writeJson(join(folder, runManifest), run);
  return run;
}

/** A folder that was copied by hand carries the run of another one. */
async function readNamed(folder: string, name: string): Promise<Run> {
  const run = await readRun(folder);
  if (run.id === name) return run;
  throw new StrongroomError('PROJECT_DAMAGED', `The file ${join(folder, runManifest)} is of another run.`, {
    expected: name,
    received: run.id,
    next: 'Remove the folder, or put back the one that was there.',
  });
}

/** The finished runs of one project, and those that were removed. */
export class RunStore {
  private readonly known = new Map<string, RunSummary>();
  private readonly removed = new Map<string, RemovedRun>();
  private readonly bin: Bin;

  /** @param removed the folder that takes the runs that are removed. */
  constructor(
    private readonly folder: string,
    removed: string,
  ) {
    this.bin = new Bin(folder, removed);
  }

  async open(): Promise<Warning[]> {
    const kept = await loadFolders(this.folder, 'run', async (folder, name) =>
      summarize(await readNamed(folder, name)),
    );
    for (const run of kept.items) this.known.set(run.id, run);
    const gone = await loadFolders(this.bin.folder, 'removed run', async (folder, name) => ({
      ...summarize(await readNamed(folder, name)),
      removedAt: await removedAt(folder),
    }));
    for (const run of gone.items) this.removed.set(run.id, run);
    return [...kept.warnings, ...gone.warnings];
  }

  /** Newest first. */
  list(): RunSummary[] {
    return [...this.known.values()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  }

  /** Last removed first. */
  listRemoved(): RemovedRun[] {
    return [...this.removed.values()].sort((a, b) => b.removedAt.localeCompare(a.removedAt));
  }

  /** The folder of a run. Throws RUN_NOT_FOUND. */
  path(id: RunId): string {
    if (this.known.has(id)) return join(this.folder, id);
    const next = this.removed.has(id)
      ? 'It is in the bin: restore it first.'
      : 'Choose another run, or train again.';
    throw new StrongroomError('RUN_NOT_FOUND', `There is no run ${id} in this project.`, { next });
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

  async mark(id: RunId, marks: RunMarks): Promise<void> {
    this.known.set(id, summarize(await markRun(this.path(id), marks)));
  }

  /** What is known of a run takes the place of what was known before. Throws RUN_NOT_FOUND. */
  async replace(run: Run): Promise<void> {
    await writeJson(join(this.path(run.id), runManifest), run);
    this.known.set(run.id, summarize(run));
  }

  /** Puts a run into the bin. */
  async remove(id: RunId): Promise<void> {
    this.path(id);
    const run = this.known.get(id);
    const removedAt = await this.bin.put(id);
    this.known.delete(id);
    if (run !== undefined) this.removed.set(id, { ...run, removedAt });
  }

  /** Brings a run back from the bin. Throws RUN_NOT_FOUND. */
  async restore(id: RunId): Promise<void> {
    this.inBin(id);
    await this.bin.restore(id);
    this.removed.delete(id);
    this.known.set(id, summarize(await readRun(join(this.folder, id))));
  }

  /** Deletes a run of the bin for good. Throws RUN_NOT_FOUND. */
  async erase(id: RunId): Promise<void> {
    this.inBin(id);
    await this.bin.erase(id);
    this.removed.delete(id);
  }

  private inBin(id: RunId): RemovedRun {
    const run = this.removed.get(id);
    if (run !== undefined) return run;
    throw new StrongroomError('RUN_NOT_FOUND', `There is no run ${id} in the bin of this project.`, {
      next: 'Look at the runs in the bin.',
    });
  }
}
