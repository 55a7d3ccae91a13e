import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { InputContract } from '../../../contract/schemas/input-contract';
import { predictRows } from '../../evaluate/predict';
import { decide } from '../../evaluate/threshold';
import { hostInputs } from '../../features/host';
import type { LoadedModel } from '../../model/load';
import type { KitParams } from '../../protocol';
import { contractSchema } from '../serve/schema';
import { toHtml, toMarkdown } from './document';
import { exampleFrame, jsonRows } from './example-rows';
import { modelCard } from './model-card';
import { partsFor } from './parts';
import { readme } from './readme';

const exampleCount = 8;

/** The application's answers to made-up rows, as the examples of the kit compare with them. */
async function examplesOf(
  { fitted, network }: LoadedModel,
  contract: InputContract,
): Promise<{ rows: unknown[]; expected: unknown[] }> {
  const frame = exampleFrame(fitted, contract, exampleCount);
  const scores = await predictRows(
    fitted,
    network,
    hostInputs(fitted, frame),
    frame.rows,
    async () => undefined,
  );
  const rows = jsonRows(contract, frame);
  const { classes } = contract;
  if (classes === null) return { rows, expected: Array.from(scores, (predicted) => ({ predicted })) };
  const threshold = fitted.target.kind === 'classes' ? fitted.target.threshold : undefined;
  const chosen = decide(scores, classes.length, threshold);
  const expected = rows.map((_, row) => ({
    predicted: classes[chosen[row] ?? 0] ?? '',
    probabilities: Object.fromEntries(
      classes.map((name, place) => [name, scores[row * classes.length + place] ?? 0]),
    ),
  }));
  return { rows, expected };
}

/** What other machines may compute otherwise in the last digits of float32; and where no difference is promised. */
const toleranceOf = (allowed: number | null): number => (allowed === null ? 0.1 : Math.max(1e-4, allowed));

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
  const examples = await examplesOf(model, contract);
  await write('examples.json', rowsOf({ model: file.name, tolerance: toleranceOf(allowed), ...examples }));
  const card = modelCard({ run, contract, verification, file, licence });
  await write('model-card.md', toMarkdown(card));
  await write('model-card.html', toHtml(card));
  const parts = partsFor(file.format);
  for (const { folder, template, isServer } of parts) {
    await mkdir(join(directory, folder), { recursive: true });
    await cp(join(templates, template), join(directory, folder), { recursive: true });
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
  await write('README.md', readme(contract, file, parts));
  return written;
}
