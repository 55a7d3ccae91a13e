import { existsSync } from 'node:fs';
import { copyFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  smallerNetworks,
  type ModelFormat,
  type Quantization,
  type Shrinking,
} from '../../contract/schemas/exports';
import type { Variant } from '../../contract/schemas/variants';
import { smallerNetworkInfo } from '../../contract/smaller-networks';
import { decisionFile, modelFiles } from '../../engine/protocol';
import { makeFolder } from '../../workspace';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { exportFormats } from './export-formats';
import { metadataOf } from './export-metadata';
import type { Model } from './model-folder';
import { learningRows } from './smaller-network';
import { verifyFrame } from './verify-model';
import { part, partOf, type Work } from './work';

interface Tried {
  name: string;
  shrinking: Shrinking | null;
  /** How its weights are kept, where the format can. */
  quantizations: readonly Quantization[];
}

const tried: readonly Tried[] = [
  { name: 'as trained', shrinking: null, quantizations: ['none', 'float16', 'int8', 'int8-static'] },
  ...smallerNetworks.map((name) => {
    const { title, shrinking, quantizations } = smallerNetworkInfo[name];
    return { name: title, shrinking, quantizations };
  }),
];

/**
 * Writes a model in every size that a format knows, opens each in its run time, and measures it: on a fifth of the rows
 * of a file with the target; smaller networks learn from the others.
 * @returns a table; networks that cannot be made smaller in a way are left out of it.
 */
export function measureVariants(
  house: House,
  trained: Model,
  format: ModelFormat,
  file: SourceFile,
  work: Work,
): Promise<Variant[]> {
  const { run } = trained;
  const { engine } = house;
  return house.workspace.scratch.within('variants', async (folder) => {
    const { learn, score } = await learningRows(house, trained, file, folder, partOf(work, 0, 0.15));
    const choice = (await exportFormats(house, null)).find(({ name }) => name === format);
    const known = new Map((choice?.quantizations ?? []).map((one) => [one.name, one.allowance]));
    const variants: Variant[] = [];
    for (const [index, { name, shrinking, quantizations }] of tried.entries()) {
      const [from, to] = [0.15 + (0.85 * index) / tried.length, 0.15 + (0.85 * (index + 1)) / tried.length];
      const own = partOf(work, from, to);
      const model = join(folder, `model-${String(index)}`);
      await makeFolder(model);
      if (shrinking === null) {
        for (const one of [...Object.values(modelFiles), decisionFile])
          if (existsSync(join(trained.folder, one)))
            await copyFile(join(trained.folder, one), join(model, one));
      } else {
        const how = {
          model: trained.folder,
          recipe: run.recipe,
          frame: learn,
          how: shrinking,
          directory: model,
        };
        await engine.run('shrink', how, part(own, 0, 0.7, `Making it smaller: ${name}`));
      }
      for (const quantize of quantizations.filter((one) => known.has(one))) {
        const path = join(model, `${quantize}.${choice?.extension ?? 'file'}`);
        const settings = { format, quantize, scope: 'pipeline', licence: '' } as const;
        const metadata = metadataOf(run, house.options.version, settings);
        await engine.run(
          'export-model',
          { ...settings, model, path, metadata, calibration: learn },
          part(own, 0.7, 0.8, `Writing ${name}`),
        );
        const allowance = known.get(quantize) ?? null;
        const exported = { path, format, allowance, measured: true };
        const smaller = { folder: model, run };
        const verified = await verifyFrame(house, smaller, exported, { frame: score }, partOf(own, 0.8, 1));
        variants.push({
          name,
          shrinking,
          quantize,
          bytes: (await stat(path)).size,
          latency: verified.latency ?? null,
          metrics: verified.metrics ?? null,
          changedDecisions: verified.ordinary?.changedDecisions ?? verified.changedDecisions,
          passed: verified.passed,
        });
      }
    }
    work.report(1, 'Done');
    return variants;
  });
}
