import type { Warning } from '../../contract/schemas/common';
import type { ExportFormat } from '../../contract/schemas/formats';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { importDataset } from './import-dataset';
import { part, type Work } from './work';

/** Reads a file as any other, and writes its table at `output` in another format. */
export async function convertFile(
  house: House,
  file: SourceFile,
  output: string,
  format: ExportFormat,
  work: Work,
): Promise<{ rows: number; warnings: Warning[] }> {
  const project = await house.workspace.create(file.name);
  const dataset = await importDataset(
    house,
    project,
    file,
    {},
    {
      signal: work.signal,
      report: (fraction, detail) => work.report(fraction === null ? null : fraction * 0.6, detail),
    },
  );
  const parquet = project.datasets.parquet(dataset.id);
  const made = await house.engine.run(
    'export-data',
    { parquet, path: output, format },
    part(work, 0.6, 1, 'Writing rows'),
  );
  return { rows: made.rows, warnings: [...dataset.warnings, ...made.warnings] };
}
