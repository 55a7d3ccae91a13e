import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { openZip } from '../../data/importers/archives/zip-file';
import type { LoadedModel } from '../../model/load';
import type { KitParams } from '../../protocol';
import { packageFiles } from '../python/package-files';
import { contractSchema } from '../serve/schema';
import { toHtml, toMarkdown } from './document';
import { examplesOf } from './examples';
import { modelCard } from './model-card';
import { partsFor } from './parts';
import { readme } from './readme';

/** Where an archive of several files is unpacked, beside itself. */
export const unpackedFolder = 'model';
const encoder = 'encoding.py';

/** What other machines may compute otherwise in the last digits of float32; and where no difference is promised. */
const toleranceOf = (allowed: number | null): number => (allowed === null ? 0.1 : Math.max(1e-4, allowed));

/** The files of an archive that was just written, into a folder. */
async function unpack(archive: string, folder: string): Promise<void> {
  const zip = await openZip(archive);
  try {
    for (const [name, entry] of zip.entries) {
      const path = join(folder, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, await buffer(await zip.read(entry)));
    }
  } finally {
    zip.close();
  }
}

/**
 * Writes what helps to use an exported file into `directory`, where the file is already: its input contract, examples
 * that run, a server, a model card and a README. @returns the names of what was written, with slashes.
 */
export async function writeKit(
  model: LoadedModel,
  { directory, file, contract, run, verification, licence, templates, server, allowed }: KitParams,
): Promise<string[]> {
  const written: string[] = [];
  const write = async (name: string, content: string): Promise<void> => {
    await writeFile(join(directory, name), content);
    written.push(name);
  };
  // The points of pictures would be a number a line.
  const space = contract.columns.some(({ image }) => image !== undefined) ? undefined : 2;
  const json = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;
  const rowsOf = (document: unknown): string => `${JSON.stringify(document, null, space)}\n`;
  await write('contract.json', json(contract));
  await write('contract.schema.json', json(contractSchema(contract)));
  const examples = await examplesOf(model, contract, file.format);
  await write('examples.json', rowsOf({ model: file.name, tolerance: toleranceOf(allowed), ...examples }));
  const card = modelCard({ run, contract, verification, file, licence });
  await write('model-card.md', toMarkdown(card));
  await write('model-card.html', toHtml(card));
  if (file.name.endsWith('.zip')) {
    await unpack(join(directory, file.name), join(directory, unpackedFolder));
    written.push(unpackedFolder);
  }
  const parts = partsFor(file.format);
  for (const part of parts) {
    const { folder, template, isServer, shared = [] } = part;
    await mkdir(join(directory, folder), { recursive: true });
    await cp(join(templates, template), join(directory, folder), { recursive: true });
    for (const name of shared) await cp(join(templates, 'shared', name), join(directory, folder, name));
    if (part.encoder === true) await write(`${folder}/${encoder}`, packageFiles[encoder] ?? '');
    if (part.features === true) await write(`${folder}/features.json`, json(model.fitted));
    if (isServer === true) {
      await write(
        `${folder}/server.mjs`,
        (await readFile(server, 'utf8')).replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'),
      );
      const manifest = (await readFile(join(templates, template, 'package.json'), 'utf8')).replaceAll(
        'model.onnx',
        file.name,
      );
      await write(`${folder}/package.json`, manifest);
    }
    written.push(folder);
  }
  await write('README.md', readme(contract, file, parts, run.recipe));
  return written;
}
