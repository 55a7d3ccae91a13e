import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../contract/errors';
import type { ProjectSummary } from '../contract/schemas/app';
import { projectIdSchema, type ProjectId } from '../contract/schemas/common';
import { listFolders, makeFolder, readJson } from './files';
import { addFolder } from './folders';
import { newId, unfinishedPrefix } from './identifiers';
import { Project, projectManifest, projectSchema } from './project';
import { Scratch } from './scratch';
import { Serial } from './serial';

/** The folder of all projects. Projects that were opened stay open, and locked, until `close`. */
export class Workspace {
  private readonly projects = new Map<ProjectId, Project>();
  private readonly openings = new Serial();

  private constructor(
    readonly root: string,
    readonly scratch: Scratch,
  ) {}

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
    const summaries: ProjectSummary[] = [];
    for (const name of await listFolders(this.folder)) {
      if (name.startsWith(unfinishedPrefix)) continue;
      const manifest = await readJson(join(this.folder, name, projectManifest), projectSchema).catch(
        () => null,
      );
      if (manifest?.id !== name) continue;
      const { id, createdAt, openedAt } = manifest;
      summaries.push({ id, name: manifest.name, createdAt, openedAt });
    }
    return summaries.sort((a, b) => b.openedAt.localeCompare(a.openedAt));
  }

  async create(name: string): Promise<Project> {
    const id = projectIdSchema.parse(newId());
    await addFolder(this.folder, id, (folder) => Project.initialize(folder, id, name));
    return this.project(id);
  }

  /** Opens a project, or gives the one that is open. Throws PROJECT_NOT_FOUND, PROJECT_DAMAGED, BUSY. */
  project(id: ProjectId): Promise<Project> {
    return this.openings.run(async () => {
      const open = this.projects.get(id);
      if (open !== undefined) return open;
      if (!(await listFolders(this.folder)).includes(id)) {
        throw new StrongroomError('PROJECT_NOT_FOUND', `There is no project ${id} in ${this.folder}.`, {
          next: 'Choose another project, or create a new one.',
        });
      }
      const project = await Project.open(join(this.folder, id));
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
