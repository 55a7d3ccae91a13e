import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { SmallerNetwork } from '../../contract/schemas/exports';
import type { Run } from '../../contract/schemas/runs';
import { modelFiles } from '../../engine/protocol';
import { readRun, runManifest } from '../../workspace';

/** A trained model on disk: its folder and what run.json says of it. */
export interface Model {
  folder: string;
  run: Run;
  /** Of a network that was made smaller on its way out: which it is, and the model that it was made of. */
  smaller?: { name: SmallerNetwork; original: Model };
}

/** Opens a run's folder. Throws MODEL_NOT_FOUND, or MODEL_DAMAGED naming the file that is missing or wrong. */
export async function openModel(folder: string): Promise<Model> {
  if (!existsSync(join(folder, runManifest))) {
    throw new StrongroomError('MODEL_NOT_FOUND', `${folder} holds no trained model.`, {
      expected: `a folder with ${runManifest}`,
      received: existsSync(folder) ? 'a folder without it' : 'no such folder',
      next: 'Give the folder that `strongroom train` wrote.',
    });
  }
  const run = await readRun(folder, 'MODEL_DAMAGED');
  for (const name of Object.values(modelFiles)) {
    if (existsSync(join(folder, name))) continue;
    throw new StrongroomError('MODEL_DAMAGED', `The file ${join(folder, name)} is missing.`, {
      next: 'Put back a copy of the folder from a backup, or train again.',
    });
  }
  return { folder, run };
}
