import { cp, readdir, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import type { ExportSettings } from '../../contract/schemas/exports';
import type { InputContract } from '../../contract/schemas/input-contract';
import type { Run } from '../../contract/schemas/runs';
import type { House } from '../house';
import { exportModel, type Exported } from './export-model';
import type { Model } from './model-folder';
import { certificatePage } from './certificate-page';
import { filesOf, type ExportFiles } from './write-export';
import { partOf, type Work } from './work';
import { zipFolder } from './zip-folder';

/** What a model takes; with the names of an exported file's outputs where there is one. */
export async function contractOfModel(
  { engine }: House,
  { folder, run }: Model,
  outputs?: readonly { name: string }[],
): Promise<InputContract> {
  const { columns, ranges = [] } = run;
  const types = columns.map(({ name, type }) => ({ name, type }));
  const contract = await engine.run('input-contract', { model: folder, columns: types, ranges });
  const [predicted, probabilities] = outputs ?? [];
  if (predicted === undefined) return contract;
  const second = contract.classes === null ? null : (probabilities?.name ?? contract.outputs.probabilities);
  return { ...contract, outputs: { predicted: predicted.name, probabilities: second } };
}

/** The server of exported models, beside the engine's entry. */
export const serverFile = ({ options }: House): string =>
  join(dirname(options.engineEntry), 'model-server', 'server.mjs');

/** A run as the kit tells of it: the scores of a smaller network are its own, and nobody knows what it makes of each column. */
function asDescribed({ run, smaller }: Model, { metrics }: Exported['verification']): Run {
  if (smaller === undefined) return run;
  return {
    ...run,
    metrics: { ...run.metrics, test: metrics ?? run.metrics.test },
    evaluation: { ...run.evaluation, importance: [] },
  };
}

/** An exported file as its kit names it. */
export interface ExportedKit extends Exported {
  /** Of the model file, in the folder. */
  file: string;
  contract: InputContract;
}

/**
 * Exports a model into an empty folder with everything that helps to use it: input contract, made-up rows with their
 * answers, examples, a server, a model card. No row of the person's data is among it.
 */
export async function exportKit(
  house: House,
  model: Model,
  settings: ExportSettings,
  directory: string,
  work: Work,
  rows: string | null = null,
): Promise<ExportedKit> {
  if (settings.scope === 'network') {
    throw new StrongroomError('USAGE', 'The network alone has no kit: its rows are encoded already.', {
      expected: 'the whole model',
      next: 'Leave out the kit, or export the whole model.',
    });
  }
  const { format, quantize, licence } = settings;
  const temporary = join(directory, 'model');
  // The contract tells of the columns after cleaning: what the file takes has to be the same.
  const how = { rows, mayClean: false };
  const exported = await exportModel(house, model, settings, temporary, partOf(work, 0, 0.9), how);
  const file = `model.${exported.choice.extension}`;
  await rename(temporary, join(directory, file));
  // Only ONNX files may name their outputs otherwise; the examples of other formats know the names.
  const contract = await contractOfModel(house, model, format === 'onnx' ? exported.outputs : undefined);
  const { size: bytes } = await stat(join(directory, file));
  const { version, verification, choice } = exported;
  const allowance = choice.quantizations.find(({ name }) => name === quantize)?.allowance;
  work.report(0.9, 'Writing the kit');
  const { certificate } = exported;
  const files = filesOf(join(directory, file));
  await writeFile(files.json, `${JSON.stringify(certificate, null, 2)}\n`);
  await writeFile(files.page, certificatePage(certificate));
  await house.engine.run(
    'write-kit',
    {
      model: model.folder,
      directory,
      file: { name: file, format, quantize, version, bytes },
      contract,
      run: asDescribed(model, verification),
      verification,
      licence,
      allowed: allowance?.difference ?? null,
      templates: join(house.options.resources, 'kit'),
      server: serverFile(house),
    },
    { signal: work.signal },
  );
  work.report(1, 'Done');
  return { ...exported, file, contract };
}

/** The same as one zip archive at `path`; `name` is the folder in it. */
export function exportZippedKit(
  house: House,
  model: Model,
  settings: ExportSettings,
  path: string,
  name: string,
  work: Work,
): Promise<ExportedKit> {
  return house.workspace.scratch.within('kit', async (folder) => {
    const exported = await exportKit(house, model, settings, folder, work);
    await zipFolder(folder, path, name);
    return exported;
  });
}

/**
 * The same as a new folder at `output`, which must not be there or be empty; nothing is left there when the export
 * fails or differs. Throws NOT_WRITABLE, EXPORT_DIFFERS.
 */
export async function publishKit(
  house: House,
  model: Model,
  settings: ExportSettings,
  output: string,
  work: Work,
  rows: string | null = null,
): Promise<ExportedKit & { files: ExportFiles }> {
  const names = await readdir(output).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length > 0) {
    throw new StrongroomError('NOT_WRITABLE', `${output} is there already and is not empty.`, {
      expected: 'a new folder, or an empty one',
      received: `a folder with ${names.slice(0, 3).join(', ')}`,
      next: 'Give another folder by --out.',
    });
  }
  return house.workspace.scratch.within('kit', async (folder) => {
    const exported = await exportKit(house, model, settings, folder, work, rows);
    await cp(folder, output, { recursive: true });
    return { ...exported, files: filesOf(join(output, exported.file)) };
  });
}
