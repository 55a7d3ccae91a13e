import { existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import { enabledSteps } from '../../contract/cleaning';
import type { PresetFacts } from '../../contract/network/presets';
import { describeTimings, presetFacts } from '../../contract/planning';
import type { Warning } from '../../contract/schemas/common';
import type { Recipe } from '../../contract/schemas/recipe';
import type { Dataset, Profile, Reading } from '../../contract/schemas/data';
import type { Run, Session } from '../../contract/schemas/runs';
import { cleaningFile, decisionFile, layersFile, modelFiles } from '../../engine/protocol';
import type { TrainingSession } from '../../sessions';
import {
  publishFolder,
  readRun,
  requireReplaceable,
  runManifest,
  writeJson,
  type Project,
} from '../../workspace';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { cleanedTable } from './cleaned-table';
import { importDataset } from './import-dataset';
import { openModel } from './model-folder';
import { startSession } from './start-session';
import type { Work } from './work';

/** The files of a folder that carries a trained model and needs nothing else. */
const runFolderFiles = [runManifest, ...Object.values(modelFiles)];

/** Of models with cleaning, of classes, and of those whose layers were looked at. */
const furtherFiles = [cleaningFile, decisionFile, layersFile];

const modelFolder = { files: [...runFolderFiles, ...furtherFiles], read: readRun };

/** How much of the whole is reading the file, for lack of knowing how long the training will be. */
const importShare = 0.1;
/** Of that, where the recipe cleans. */
const cleanShare = 0.4;

function describe(session: Omit<Session, 'history' | 'layers'>, epoch: number): string {
  switch (session.state) {
    case 'training':
      return epoch === 0 ? 'Training' : `Training, epoch ${String(epoch)}`;
    case 'evaluating':
      return 'Scoring on test rows';
    case 'preparing':
      return 'Preparing';
    case 'done':
      return 'Done';
    default:
      return 'Stopped';
  }
}

/** Follows a session to its end: reports it, stops it when the work is cancelled, throws what it failed with. */
export async function follow({ bus }: House, session: TrainingSession, work: Work): Promise<void> {
  const { id } = session.current;
  let epoch = 0;
  let timed = '';
  const unsubscribe = bus.subscribe((event, payload) => {
    if (event === 'session.epochs' && 'points' in payload) epoch = payload.points.at(-1)?.epoch ?? epoch;
    if (event !== 'session.changed' || !('state' in payload) || payload.id !== id) return;
    const fraction = importShare + (1 - importShare) * payload.progress;
    const timings = describeTimings(payload.deviceTimings);
    // Once, as a stage of its own.
    if (timings !== timed) work.report(fraction, timings);
    timed = timings;
    work.report(fraction, describe(payload, epoch));
  });
  const onAbort = (): void => session.stop(false);
  work.signal.addEventListener('abort', onAbort, { once: true });
  if (work.signal.aborted) onAbort();
  try {
    await session.ended;
  } finally {
    unsubscribe();
    work.signal.removeEventListener('abort', onAbort);
  }
  const { state, error } = session.current;
  if (error !== null) throw StrongroomError.fromPayload(error);
  if (state !== 'done') throw new StrongroomError('CANCELLED', 'The training was cancelled.');
}

const modelReplaced = (folder: string): Warning => ({
  code: 'MODEL_REPLACED',
  message: `The model that was in ${folder} before has been replaced.`,
  next: 'Give each model a folder of its own with --out to keep the earlier ones.',
});

export interface TrainFileOptions {
  /** Decisions on reading that go before those of the recipe. */
  reading?: Partial<Reading>;
  /** Told of the data before the training begins; what it throws ends the work. */
  imported?: (dataset: Dataset) => void;
  /** What becomes of the recipe once the data is known, such as a preset that suits it. */
  compose?: (recipe: Recipe, facts: PresetFacts, profile: Profile) => Recipe;
}

/**
 * Trains on a file, in a project that is only there for this, and writes a self-contained folder of the model
 * at `output`. The recipe's own data part is replaced by the file; its way of reading is kept.
 * @returns with the `files` of the folder, and `warnings` of it: MODEL_REPLACED when it held a model before.
 */
export async function trainFile(
  house: House,
  project: Project,
  file: SourceFile,
  recipe: Recipe,
  output: string,
  work: Work,
  options: TrainFileOptions = {},
): Promise<{ run: Run; dataset: Dataset; files: string[]; warnings: Warning[] }> {
  await requireReplaceable(output, modelFolder);
  const replaces = existsSync(join(output, runManifest));
  const cleans = enabledSteps(recipe.cleaning).length > 0 ? cleanShare : 0;
  const reading = { ...recipe.data.reading, ...options.reading };
  const dataset = await importDataset(
    house,
    project,
    file,
    { target: recipe.target, reading },
    {
      signal: work.signal,
      report: (fraction, detail) =>
        work.report(fraction === null ? null : fraction * importShare * (1 - cleans), detail),
    },
  );
  options.imported?.(dataset);
  await project.changeRecipe(({ data }) => ({ ...recipe, data }));
  if (options.compose !== undefined) {
    const { profile } = await cleanedTable(house, project, { signal: work.signal, report: () => undefined });
    const composed = options.compose(project.recipe, presetFacts(project.recipe, profile), profile);
    await project.changeRecipe(() => composed);
  }
  const session = await startSession(house, project, {
    signal: work.signal,
    report: (fraction, detail) =>
      work.report(fraction === null ? null : importShare * (1 - cleans + cleans * fraction), detail),
  });
  await follow(house, session, work);
  const model = await openModel(project.runs.path(session.current.id));
  // The data set stays behind in the passing project, so the run does not name it.
  const run: Run = { ...model.run, name: dataset.name, dataset: null };
  const further = furtherFiles.filter((name) => existsSync(join(model.folder, name)));
  await publishFolder(output, modelFolder, async (folder) => {
    for (const name of [...Object.values(modelFiles), ...further])
      await copyFile(join(model.folder, name), join(folder, name));
    await writeJson(join(folder, runManifest), run);
  });
  work.report(1, 'Done');
  const warnings = replaces ? [modelReplaced(output)] : [];
  return { run, dataset, files: [...runFolderFiles, ...further], warnings };
}
