import type { StepReport } from '../../contract/schemas/cleaning';
import type { Warning } from '../../contract/schemas/common';
import type { Column, Reading } from '../../contract/schemas/data';
import type { ExportFormat } from '../../contract/schemas/formats';
import type { Recipe } from '../../contract/schemas/recipe';
import type { Project } from '../../workspace';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { cleanedTable } from './cleaned-table';
import { importDataset } from './import-dataset';
import { part, type Work } from './work';

export interface CleanedFile {
  rows: { read: number; written: number; rejected: number };
  columns: Pick<Column, 'name' | 'type'>[];
  steps: StepReport[];
  warnings: Warning[];
}

/**
 * Does the cleaning steps of a recipe to a file, in a project that is only there for this, and writes the table at
 * `output`. Throws STEP_INVALID, and what reading the file throws.
 */
export async function cleanFile(
  house: House,
  project: Project,
  file: SourceFile,
  { recipe, reading }: { recipe: Recipe; reading: Partial<Reading> },
  { path: output, format }: { path: string; format: ExportFormat },
  work: Work,
): Promise<CleanedFile> {
  const raw = await importDataset(
    house,
    project,
    file,
    { reading: { ...recipe.data.reading, ...reading } },
    {
      signal: work.signal,
      report: (fraction, detail) => work.report(fraction === null ? null : 0.5 * fraction, detail),
    },
  );
  await project.changeRecipe(({ data }) => ({ ...recipe, data }));
  const { dataset, parquet, steps } = await cleanedTable(house, project, {
    signal: work.signal,
    report: (fraction, detail) => work.report(fraction === null ? null : 0.5 + 0.4 * fraction, detail),
  });
  const made = await house.engine.run(
    'export-data',
    { parquet, path: output, format },
    part(work, 0.9, 1, 'Writing the table'),
  );
  work.report(1, 'Done');
  return {
    rows: { read: raw.rows, written: dataset.rows, rejected: raw.rejectedRows },
    columns: dataset.columns.map(({ name, type }) => ({ name, type })),
    steps,
    warnings: [...raw.warnings, ...made.warnings],
  };
}
