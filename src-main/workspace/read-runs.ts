import { join } from 'node:path';
import { StrongroomError, normalizeError } from '../contract/errors';
import type { Warning } from '../contract/schemas/common';
import type { Run } from '../contract/schemas/runs';
import { listFolders } from './files';
import { unfinishedPrefix } from './identifiers';
import { readRun } from './runs';

/**
 * The runs of a project's folder, newest first, while another process may have the project open: nothing is locked,
 * mended or cleared away. Damaged ones are named and left out.
 * @param removed whether those in the bin are asked for.
 */
export async function readRuns(
  project: string,
  removed = false,
): Promise<{ runs: Run[]; warnings: Warning[] }> {
  const folder = runsFolder(project, removed);
  const runs: Run[] = [];
  const warnings: Warning[] = [];
  for (const name of await listFolders(folder)) {
    if (name.startsWith(unfinishedPrefix)) continue;
    try {
      const run = await readRun(join(folder, name));
      if (run.id !== name)
        throw new StrongroomError('PROJECT_DAMAGED', `Its run.json is of another run, ${run.id}.`);
      runs.push(run);
    } catch (error) {
      const { code, message } = normalizeError(error);
      warnings.push({ code, message: `The run ${name} was left out. ${message}` });
    }
  }
  return { runs: runs.sort((a, b) => b.createdAt.localeCompare(a.createdAt)), warnings };
}

/** Where the runs of a project are, or those that were removed. */
export const runsFolder = (project: string, removed = false): string =>
  removed ? join(project, 'bin', 'runs') : join(project, 'runs');
