import { join } from 'node:path';
import type { Warning } from '../../contract/schemas/common';
import type { Evaluation } from '../../contract/schemas/runs';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { importForRun } from './contract-file';
import type { Model } from './model-folder';
import { part, type Work } from './work';

export interface FileEvaluation {
  evaluation: Evaluation;
  rejectedRows: number;
  /** Rows without a value in the target, which have no score. */
  targetMissing: number;
  warnings: Warning[];
}

/** Scores a model on a file that carries the target. */
export function evaluateFile(
  house: House,
  { folder: model, run }: Model,
  file: SourceFile,
  work: Work,
): Promise<FileEvaluation> {
  return house.workspace.scratch.within('evaluate', async (folder) => {
    const frame = join(folder, 'input.frame');
    const data = await importForRun(
      house,
      run,
      file,
      'required',
      folder,
      part(work, 0, 0.5, `Reading ${file.name}`),
    );
    const { warnings, targetMissing } = await house.engine.run(
      'frame',
      { parquet: data.parquet, model, withTarget: true, path: frame },
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
      warnings: [...data.warnings, ...warnings],
    };
  });
}
