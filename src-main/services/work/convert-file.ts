import { combineSchema } from '../../contract/schemas/combine';
import type { Warning } from '../../contract/schemas/common';
import type { Dataset } from '../../contract/schemas/data';
import type { ExportFormat } from '../../contract/schemas/formats';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { combineDatasets } from './combine-datasets';
import { importDataset } from './import-dataset';
import { part, partOf, type Work } from './work';

/** Shares of the whole that reading, and stacking where there are several files, take. */
const readShare = 0.6;
const stackShare = 0.1;

/**
 * Reads files as any other, and writes their table at `output` in another format: the rows of several files one below
 * the other, with columns united by name. Throws COMBINE_UNSUITABLE.
 * @param fileColumn whether a column tells the file of each row; only of several files.
 */
export async function convertFile(
  house: House,
  files: readonly SourceFile[],
  { output, format, fileColumn }: { output: string; format: ExportFormat; fileColumn: boolean },
  work: Work,
): Promise<{ rows: number; warnings: Warning[] }> {
  const project = await house.workspace.create(files[0]?.name ?? 'data');
  const read: Dataset[] = [];
  for (const [i, file] of files.entries()) {
    const share = readShare / files.length;
    read.push(await importDataset(house, project, file, {}, partOf(work, i * share, (i + 1) * share)));
  }
  const stacked =
    read.length < 2
      ? null
      : await combineDatasets(
          house,
          project,
          read.map(({ id }) => id),
          combineSchema.parse({ kind: 'stack', fileColumn }),
          partOf(work, readShare, readShare + stackShare),
        );
  const dataset = stacked ?? read[0];
  if (dataset === undefined) throw new Error('there is a file to convert');
  const made = await house.engine.run(
    'export-data',
    { parquet: project.datasets.parquet(dataset.id), path: output, format },
    part(work, readShare + stackShare, 1, 'Writing rows'),
  );
  const notes = [...read, ...(stacked === null ? [] : [stacked])].flatMap(({ warnings }) => warnings);
  return { rows: made.rows, warnings: [...notes, ...made.warnings] };
}
