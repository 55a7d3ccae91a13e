import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../contract/errors';
import type { ProjectSummary, RemovedProject } from '../contract/schemas/app';
import { projectIdSchema, type ProjectId } from '../contract/schemas/common';
import { Bin, removedAt } from './bin';
import { listFolders, makeFolder, readJson, writeJson } from './files';
import { addFolder } from './folders';
import { newId, unfinishedPrefix } from './identifiers';
import { takeLock } from './lock';
import { Project, projectManifest, projectSchema } from './project';
import { Scratch } from './scratch';
import { Serial } from './serial';

/** The folder of all projects. Projects that were opened stay open, and locked, until `close`. */
export class Workspace {
  private readonly projects = new Map<ProjectId, Project>();
  private readonly openings = new Serial();
  private readonly bin: Bin;

  private constructor(
    readonly root: string,
    readonly scratch: Scratch,
  ) {
    this.bin = new Bin(this.folder, join(root, 'bin', 'projects'));
  }

  /** Makes the folder when it is missing. Throws NOT_WRITABLE or DISK_FULL. */
  static async open(root: string): Promise<Workspace> {
    const folder = join(root, 'projects');
    await makeFolder(folder);
    await clearAbandoned(folder);
    return new Workspace(root, await Scratch.open(root));
  }

  private get folder(): string {
    return join(this.root, 'projects');
  }

  /** Last opened first. Projects whose manifest is damaged are left out. */
  async list(): Promise<ProjectSummary[]> {
    return (await summariesIn(this.folder)).sort((a, b) => b.openedAt.localeCompare(a.openedAt));
  }

  /** The projects in the bin, last removed first. Damaged ones are left out. */
  async listRemoved(): Promise<RemovedProject[]> {
    const found: RemovedProject[] = [];
    for (const summary of await summariesIn(this.bin.folder))
      found.push({ ...summary, removedAt: await removedAt(join(this.bin.folder, summary.id)) });
    return found.sort((a, b) => b.removedAt.localeCompare(a.removedAt));
  }

  async create(name: string): Promise<Project> {
    const id = projectIdSchema.parse(newId());
    await addFolder(this.folder, id, (folder) => Project.initialize(folder, id, name));
    return this.project(id);
  }

  /** The folder of a project, open or not. Throws PROJECT_NOT_FOUND. */
  async path(id: ProjectId): Promise<string> {
    return this.pathIn(this.folder, id);
  }

  private async pathIn(folder: string, id: ProjectId): Promise<string> {
    if ((await listFolders(folder)).includes(id)) return join(folder, id);
    throw new StrongroomError('PROJECT_NOT_FOUND', `There is no project ${id} in ${folder}.`, {
      next: 'Choose another project, or create a new one.',
    });
  }

  /** Renames a project, open or not. Throws PROJECT_NOT_FOUND, PROJECT_DAMAGED, BUSY. */
  rename(id: ProjectId, name: string): Promise<void> {
    return this.openings.run(async () => {
      const open = this.projects.get(id);
      if (open !== undefined) return open.rename(name);
      const path = await this.path(id);
      const file = join(path, projectManifest);
      const unlock = await takeLock(join(path, 'lock'), 'The project');
      try {
        await writeJson(file, { ...(await readJson(file, projectSchema)), name });
      } finally {
        await unlock();
      }
    });
  }

  /** Puts a project into the bin; one that is open is closed first. Throws PROJECT_NOT_FOUND, BUSY. */
  remove(id: ProjectId): Promise<void> {
    return this.openings.run(async () => {
      const path = await this.path(id);
      await this.projects.get(id)?.close();
      this.projects.delete(id);
      // Whoever has it open in another process keeps it.
      await (
        await takeLock(join(path, 'lock'), 'The project')
      )();
      await this.bin.put(id);
    });
  }

  /** Brings a project back from the bin. Throws PROJECT_NOT_FOUND. */
  async restore(id: ProjectId): Promise<void> {
    await this.pathIn(this.bin.folder, id);
    await this.bin.restore(id);
  }

  /** Deletes a project of the bin for good. Throws PROJECT_NOT_FOUND. */
  async erase(id: ProjectId): Promise<void> {
    await this.pathIn(this.bin.folder, id);
    await this.bin.erase(id);
  }

  /** Opens a project, or gives the one that is open. Throws PROJECT_NOT_FOUND, PROJECT_DAMAGED, BUSY. */
  project(id: ProjectId): Promise<Project> {
    return this.openings.run(async () => {
      const open = this.projects.get(id);
      if (open !== undefined) return open;
      const project = await Project.open(await this.path(id));
      this.projects.set(id, project);
      return project;
    });
  }

  async close(): Promise<void> {
    for (const project of this.projects.values()) await project.close();
    this.projects.clear();
    await this.scratch.close();
  }
}

/** The projects of a folder. Those whose manifest is damaged are left out. */
async function summariesIn(folder: string): Promise<ProjectSummary[]> {
  const summaries: ProjectSummary[] = [];
  for (const name of await listFolders(folder)) {
    if (name.startsWith(unfinishedPrefix)) continue;
    const manifest = await readJson(join(folder, name, projectManifest), projectSchema).catch(() => null);
    if (manifest?.id !== name) continue;
    const { id, createdAt, openedAt } = manifest;
    summaries.push({ id, name: manifest.name, createdAt, openedAt });
  }
  return summaries;
}

/** A project that has been in the making for this long was left by a process that was killed. */
const abandonedMilliseconds = 60 * 60 * 1000;

/** Another process may be making a project right now, so only what is old is cleared away. */
async function clearAbandoned(folder: string): Promise<void> {
  for (const name of await listFolders(folder)) {
    if (!name.startsWith(unfinishedPrefix)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (mtimeMs < Date.now() - abandonedMilliseconds) await rm(path, { recursive: true, force: true });
  }
}
