import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ExportSettings } from '../../contract/schemas/exports';
import { writeBeside } from '../../workspace';
import type { House } from '../house';
import { certificateEndings } from './certificate';
import { certificatePage } from './certificate-page';
import { exportModel } from './export-model';
import type { Exported } from './export-model';
import type { Model } from './model-folder';
import type { Work } from './work';

/** The files of an export by what they are. */
export interface ExportFiles {
  file: string;
  json: string;
  page: string;
}

/** Where a certificate goes, beside its file. */
export const filesOf = (out: string): ExportFiles => ({
  file: out,
  json: `${out}${certificateEndings.json}`,
  page: `${out}${certificateEndings.page}`,
});

/**
 * Writes a model to a file and its certificate beside it; nothing is there before the file has passed.
 * @param rows as `exportModel` has it. Throws what that throws.
 */
export function writeExport(
  house: House,
  model: Model,
  out: string,
  settings: ExportSettings,
  work: Work,
  rows: string | null = null,
): Promise<Exported & { files: ExportFiles }> {
  const files = filesOf(out);
  return writeBeside(out, async (temporary) => {
    const exported = await exportModel(house, model, settings, temporary, work, {
      name: basename(out),
      rows,
    });
    const { certificate } = exported;
    await writeBeside(files.json, (path) => writeFile(path, `${JSON.stringify(certificate, null, 2)}\n`));
    await writeBeside(files.page, (path) => writeFile(path, certificatePage(certificate)));
    return { ...exported, files };
  });
}
