import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { ProjectSummary } from '../../contract/schemas/app';
import type { RunMarks } from '../../contract/schemas/run-marks';
import type { Warning } from '../../contract/schemas/common';
import type { Run } from '../../contract/schemas/runs';
import { defaultRoot, markRun, readRun, readRuns, runManifest, type Project } from '../../workspace';
import type { House } from '../house';

/** A run that somebody named: by its folder, or within a project. */
export interface FoundRun {
  run: Run;
  folder: string;
  /** Null for a folder that stands by itself, as `train --out` writes it. */
  project: ProjectSummary | null;
}

const named = (text: string): string => text.normalize('NFC').trim().toLowerCase();

/** Where the window keeps its projects. */
export const workspaceRoot = (): string => defaultRoot();

/** The project of a name or an id; the one that was opened last without. Throws PROJECT_NOT_FOUND, USAGE. */
export async function findProject({ workspace }: House, name: string | undefined): Promise<ProjectSummary> {
  const all = await workspace.list();
  const found =
    name === undefined ? all.slice(0, 1) : all.filter((p) => p.id === name || named(p.name) === named(name));
  const [project] = found;
  if (project === undefined) {
    throw new StrongroomError(
      'PROJECT_NOT_FOUND',
      name === undefined
        ? `There is no project in ${workspace.root}.`
        : `There is no project ${name} in ${workspace.root}.`,
      {
        ...(all.length === 0 ? {} : { expected: all.map((one) => one.name).join(', ') }),
        next: 'Name one of these with --project, or give the folder of a run.',
      },
    );
  }
  if (found.length > 1) {
    throw new StrongroomError('USAGE', `${String(found.length)} projects are called ${project.name}.`, {
      expected: found.map(({ id }) => id).join(', '),
      next: 'Give the id of one of them with --project.',
    });
  }
  return project;
}

/** The runs of a project without opening it, so that a window may have it open. */
export async function listRuns(
  house: House,
  name: string | undefined,
  removed: boolean,
): Promise<{ project: ProjectSummary; runs: Run[]; warnings: Warning[] }> {
  const project = await findProject(house, name);
  return { project, ...(await readRuns(await house.workspace.path(project.id), removed)) };
}

/** A run by its folder, its name or its id. Throws RUN_NOT_FOUND, USAGE where a name fits several. */
export async function findRun(
  house: House,
  what: string,
  projectName: string | undefined,
  removed = false,
): Promise<FoundRun> {
  const folder = resolve(what);
  if (projectName === undefined && existsSync(join(folder, runManifest)))
    return { run: await readRun(folder, 'MODEL_DAMAGED'), folder, project: null };
  const { project, runs } = await listRuns(house, projectName, removed);
  const found = runs.filter((run) => run.id === what || named(run.name) === named(what));
  const [run] = found;
  if (run === undefined) {
    throw new StrongroomError(
      'RUN_NOT_FOUND',
      `There is no run ${what} ${removed ? 'in the bin of' : 'in'} the project ${project.name}.`,
      {
        ...(runs.length === 0
          ? {}
          : {
              expected: runs
                .slice(0, 10)
                .map((one) => one.name)
                .join(', '),
            }),
        received: existsSync(folder) ? `${basename(folder)}, a folder without ${runManifest}` : what,
        next: 'See strongroom runs list, or give the folder of a run.',
      },
    );
  }
  if (found.length > 1) {
    throw new StrongroomError('USAGE', `${String(found.length)} runs are called ${run.name}.`, {
      expected: found.map(({ id }) => id).join(', '),
      next: 'Give the id of one of them.',
    });
  }
  const root = await house.workspace.path(project.id);
  return { run, folder: join(root, removed ? join('bin', 'runs') : 'runs', run.id), project };
}

/** Opens the project of a run to change it. Throws BUSY while a window has it open, USAGE for a folder by itself. */
export async function openProjectOf(house: House, { project, folder }: FoundRun): Promise<Project> {
  if (project !== null) return house.workspace.project(project.id);
  throw new StrongroomError('USAGE', `${folder} is not in a project.`, {
    next: 'Move or delete the folder yourself; only projects have a bin.',
  });
}

/** Changes what is said of a run, in its project or in its folder. */
export async function markFound(house: House, found: FoundRun, marks: RunMarks): Promise<Run> {
  if (found.project === null) return markRun(found.folder, marks, 'MODEL_DAMAGED');
  const project = await openProjectOf(house, found);
  await project.runs.mark(found.run.id, marks);
  return project.runs.get(found.run.id);
}
