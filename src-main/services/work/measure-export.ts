import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGzip } from 'node:zlib';
import { normalizeError } from '../../contract/errors';
import { smallerNetworks, type ExportSettings, type ModelFormat } from '../../contract/schemas/exports';
import type { ExportMeasure, SmallerMeasure } from '../../contract/schemas/runs';
import { smallerNetworkInfo } from '../../contract/smaller-networks';
import type { Project } from '../../workspace';
import type { House } from '../house';
import { exportFormats } from './export-formats';
import { exportModel } from './export-model';
import type { Model } from './model-folder';
import { withRowsOfRun, withSmaller } from './smaller-network';
import { partOf, type Work } from './work';

async function packedSize(path: string): Promise<number> {
  let size = 0;
  const packed = createReadStream(path).pipe(createGzip());
  for await (const chunk of packed) size += (chunk as Buffer).length;
  return size;
}

/** Writes a model as a file, to see how large, how fast and how good it is; the file itself goes. */
export function measureExport(
  house: House,
  model: Model,
  settings: ExportSettings,
  work: Work,
): Promise<ExportMeasure> {
  return house.workspace.scratch.within('measure', async (folder) => {
    const path = join(folder, 'model');
    const exported = await exportModel(house, model, settings, path, work, { refuses: false });
    const { version, bytes, verification } = exported;
    const { format, quantize } = settings;
    return { format, quantize, version, bytes, packedBytes: await packedSize(path), verification };
  });
}

/**
 * Makes every smaller network of a run that the format has weights for, and measures each as a file. One that cannot be
 * made is told, and does not keep the others from it.
 */
export async function measureSmaller(
  house: House,
  project: Project,
  model: Model,
  format: ModelFormat,
  work: Work,
): Promise<SmallerMeasure[]> {
  const choice = (await exportFormats(house, null)).find(({ name }) => name === format);
  const known = new Set(choice?.quantizations.map(({ name }) => name));
  const tried = smallerNetworks
    .map((shrink) => ({
      shrink,
      quantizations: smallerNetworkInfo[shrink].quantizations.filter((one) => known.has(one)),
    }))
    .filter(({ quantizations }) => quantizations.length > 0);
  return withRowsOfRun(house, project, model, work, async (rows, whole) => {
    const measured: SmallerMeasure[] = [];
    for (const [index, { shrink, quantizations }] of tried.entries()) {
      const own = partOf(whole, index / tried.length, (index + 1) / tried.length);
      const made = new Map<string, SmallerMeasure>();
      try {
        await withSmaller(house, model, shrink, rows, own, async (smaller, rest) => {
          for (const [place, quantize] of quantizations.entries()) {
            const settings = { format, quantize, shrink, scope: 'pipeline', licence: '' } as const;
            const [from, to] = [place / quantizations.length, (place + 1) / quantizations.length];
            const measure = await measureExport(house, smaller, settings, partOf(rest, from, to));
            made.set(quantize, { shrink, quantize, measure, error: null });
          }
        });
      } catch (thrown) {
        const error = normalizeError(thrown);
        if (whole.signal.aborted || error.code === 'CANCELLED') throw thrown;
        for (const quantize of quantizations)
          if (!made.has(quantize))
            made.set(quantize, { shrink, quantize, measure: null, error: error.toPayload() });
      }
      measured.push(...made.values());
    }
    return measured;
  });
}
