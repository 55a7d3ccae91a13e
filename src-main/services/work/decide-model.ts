import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Warning } from '../../contract/schemas/common';
import type { DecisionSettings } from '../../contract/schemas/class-decision';
import type { Run } from '../../contract/schemas/runs';
import { preparedFiles } from '../../engine/protocol';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { importForRun } from './contract-file';
import type { Model } from './model-folder';
import { part, partOf, type Work } from './work';

export interface Decided {
  /** As it is now; the caller keeps it. */
  run: Run;
  warnings: Warning[];
}

const trainedOn = (run: Run, fingerprint: string): Warning[] =>
  fingerprint !== run.fingerprint
    ? []
    : [
        {
          code: 'DECIDED_ON_TRAINING_DATA',
          message: `The model was trained on this very file: on rows that it knows its probabilities look better than they are.`,
          next: 'Give rows that it has never seen, or train with --calibration and --threshold, which keeps rows out for it.',
        },
      ];

/** A frame of the rows of a file that carries the target. */
async function frameOf(
  house: House,
  model: Model,
  file: SourceFile,
  folder: string,
  work: Work,
): Promise<{ frame: string; warnings: Warning[] }> {
  const reading = part(work, 0, 0.7, `Reading ${file.name}`);
  const data = await importForRun(house, model, file, 'required', folder, reading);
  const frame = join(folder, 'decide.frame');
  const params = { parquet: data.parquet, model: model.folder, withTarget: true, path: frame };
  await house.engine.run('frame', params, part(work, 0.7, 1, 'Preparing rows'));
  return { frame, warnings: [...data.warnings, ...trainedOn(model.run, data.fingerprint)] };
}

/**
 * Learns calibration and threshold of a model anew, never from test rows: from what its training kept of rows that it had
 * not seen, or from a file. Scores it on its test rows again, where they are kept.
 * Throws TOO_FEW_ROWS, DECISION_UNSUITABLE.
 */
export function decideModel(
  house: House,
  model: Model,
  settings: DecisionSettings,
  file: SourceFile | null,
  work: Work,
): Promise<Decided> {
  const { folder, run } = model;
  return house.workspace.scratch.within('decide', async (scratch) => {
    const given = file === null ? null : await frameOf(house, model, file, scratch, partOf(work, 0, 0.4));
    const testRows = join(folder, preparedFiles.test);
    const test = existsSync(testRows) ? testRows : null;
    const { decision, evaluation } = await house.engine.run(
      'decide',
      {
        model: folder,
        settings,
        frame: given?.frame ?? null,
        test,
        seed: run.seed,
        importance: run.evaluation.importance,
      },
      part(work, given === null ? 0 : 0.4, 1, 'Learning calibration and threshold'),
    );
    const scores = evaluation ?? run.evaluation;
    const stale: Warning[] =
      evaluation === null
        ? [
            {
              code: 'SCORES_OF_BEFORE',
              message: 'The scores of the model are those of before: its test rows are not in the folder.',
              next: 'See strongroom evaluate for its scores on a file.',
            },
          ]
        : [];
    return {
      run: {
        ...run,
        recipe: { ...run.recipe, decision: settings },
        decision,
        evaluation: scores,
        metrics: { ...run.metrics, test: scores.metrics },
      },
      warnings: [...(given?.warnings ?? []), ...stale],
    };
  });
}
