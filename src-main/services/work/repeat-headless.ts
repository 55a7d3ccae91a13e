import { basename, resolve } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { Warning } from '../../contract/schemas/common';
import type { Run } from '../../contract/schemas/runs';
import type { Project } from '../../workspace';
import type { House } from '../house';
import { repeatNotes, repeatRun, repeatedRecipe } from './repeat-run';
import { follow, trainFile } from './train-file';
import type { Work } from './work';

export interface Repeated {
  run: Run;
  /** What may keep the scores from being the same. */
  notes: Warning[];
}

/** Trains a run of a project again, to its end. Throws REPEAT_IMPOSSIBLE, BUSY. */
export async function repeatInProject(
  house: House,
  project: Project,
  run: Run,
  work: Work,
): Promise<Repeated> {
  const { session, notes } = await repeatRun(house, project, run);
  await follow(house, house.sessions.get(session.id), work);
  return { run: await project.runs.get(session.id), notes };
}

/** Trains the run of a folder again, on the file that it was trained on. Throws USAGE, REPEAT_IMPOSSIBLE. */
export async function repeatFile(
  house: House,
  run: Run,
  { data, out }: { data?: string; out?: string },
  work: Work,
): Promise<Repeated> {
  if (data === undefined || out === undefined) {
    throw new StrongroomError('USAGE', 'The folder of a run holds no data to train on.', {
      expected: '--data with the file it was trained on, and --out with a folder for the new model',
      next: 'Add both.',
    });
  }
  const project = await house.workspace.create(`Repeat ${run.name}`.slice(0, 120));
  try {
    const file = { path: resolve(data), name: basename(data) };
    const trained = await trainFile(house, project, file, repeatedRecipe(run), resolve(out), work, {
      reading: run.reading,
      imported: ({ fingerprint }) => {
        if (fingerprint === run.fingerprint) return;
        throw new StrongroomError(
          'REPEAT_IMPOSSIBLE',
          `${data} is not the file that ${run.name} was trained on.`,
          {
            expected: `the fingerprint ${run.fingerprint}`,
            received: fingerprint,
            next: 'Give the same file, or train with the recipe of the run on the new data.',
          },
        );
      },
    });
    return { run: trained.run, notes: repeatNotes(run, house.options.version) };
  } finally {
    // The project was only there for this.
    await house.workspace.remove(project.id);
    await house.workspace.erase(project.id);
  }
}
