import { join } from 'node:path';
import type { Warning } from '../../contract/schemas/common';
import type { UnreadableCell } from '../../contract/schemas/decisions';
import type { Evaluation, Run } from '../../contract/schemas/runs';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { importForRun } from './contract-file';
import type { Model } from './model-folder';
import { frameFor } from './pixels';
import { part, type Work } from './work';

export interface FileEvaluation {
  evaluation: Evaluation;
  rejectedRows: number;
  /** Rows without a value in the target, which have no score. */
  targetMissing: number;
  warnings: Warning[];
  /** Values that break what the model was told of their column, by line. */
  unreadable: UnreadableCell[];
}

/** Scores on the rows that a model learned from flatter it. */
function trainingDataWarning(run: Run, fingerprint: string): Warning[] {
  if (fingerprint !== run.fingerprint) return [];
  return [
    {
      code: 'EVALUATED_ON_TRAINING_DATA',
      message: `The model was trained on this very file: ${String(run.rows.train)} of its rows are scored that it learned from.`,
      rows: run.rows.train,
      next: 'The scores on rows it has never seen are those that training told, in run.json under metrics.test.',
    },
  ];
}

/** Scores a model on a file that carries the target. */
export function evaluateFile(
  house: House,
  trained: Model,
  file: SourceFile,
  work: Work,
): Promise<FileEvaluation> {
  const { folder: model, run } = trained;
  return house.workspace.scratch.within('evaluate', async (folder) => {
    const frame = join(folder, 'input.frame');
    const data = await importForRun(
      house,
      trained,
      file,
      'required',
      folder,
      part(work, 0, 0.5, `Reading ${file.name}`),
    );
    const { warnings, targetMissing } = await frameFor(
      house,
      model,
      data,
      { withTarget: true, path: frame },
      part(work, 0.5, 0.6, 'Preparing rows'),
    );
    const { evaluation } = await house.engine.run(
      'evaluate',
      { model, frame },
      part(work, 0.6, 1, 'Scoring'),
    );
    work.report(1, 'Done');
    return {
      evaluation,
      rejectedRows: data.rejectedRows,
      targetMissing,
      unreadable: data.unreadable ?? [],
      warnings: [...data.warnings, ...warnings, ...trainingDataWarning(run, data.fingerprint)],
    };
  });
}
