import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { pythonWith } from '../support/python';
import { strongroom } from './support/command';
import { temporaryFolder } from './support/house';
import { installInto, runProgram, writeEveryType } from './support/kit';

const keras = pythonWith('keras', 'tensorflow', 'numpy');
const lite = pythonWith('ai_edge_litert.interpreter', 'numpy');
const skipped = (what: string, found: typeof keras): void => {
  if ('reason' in found) console.log(`The ${what} example was not run: ${found.reason}.`);
};
skipped('Keras', keras);
skipped('LiteRT', lite);

/** What runs the Python example of each kit. */
const pythonOf = { keras, h5: keras, python: keras, tflite: lite, tfjs: null } as const;

async function train(target: string, dropped: string, decision: Record<string, unknown>): Promise<string> {
  const folder = await temporaryFolder();
  const [data, recipe, model] = [join(folder, 'Source'), join(folder, 'recipe.json'), join(folder, 'model')];
  await writeEveryType(data, 600);
  const base = { version: 1, data: { dataset: null, fingerprint: null, reading: null }, target };
  const columns = { [dropped]: { role: 'ignore', type: dropped === 'price' ? 'decimal' : 'category' } };
  await writeFile(recipe, JSON.stringify({ ...base, columns, decision, training: { epochs: 3 } }));
  const { code, stderr } = await strongroom('train', data, '--recipe', recipe, '--out', model);
  expect([code, stderr]).toEqual([0, expect.any(String)]);
  return model;
}

async function runs(kit: string, command: string, args: string[], folder: string): Promise<void> {
  const ran = await runProgram(command, args, join(kit, folder));
  expect([ran.code, ran.said]).toEqual([0, expect.stringContaining('8 rows, largest difference')]);
}

/** Runs an example with an answer that is not the model's, which it has to find. */
async function findsOut(kit: string, command: string, args: string[], folder: string): Promise<void> {
  const path = join(kit, 'examples.json');
  const examples = JSON.parse(await readFile(path, 'utf8')) as {
    expected: { predicted: unknown; probabilities?: object }[];
  };
  const [first, ...others] = examples.expected;
  const wrong =
    first?.probabilities === undefined
      ? { predicted: Number(first?.predicted) + 50 }
      : { ...first, probabilities: { cheap: 2, dear: -1 } };
  await writeFile(path, JSON.stringify({ ...examples, expected: [wrong, ...others] }));
  expect((await runProgram(command, args, join(kit, folder))).code).toBe(1);
}

test.each([
  [
    'class',
    'price',
    { calibration: 'isotonic', threshold: { rule: 'hand', threshold: 0.3 } },
    ['tflite', 'keras', 'h5', 'tfjs', 'python'],
  ],
  // Loading Keras takes longest: one of its formats will do.
  ['price', 'class', {}, ['tflite', 'keras', 'tfjs']],
] as const)('kits of other formats than ONNX run: %s', async (target, dropped, decision, formats) => {
  const model = await train(target, dropped, decision);
  for (const format of formats) {
    const kit = join(await temporaryFolder(), 'kit');
    const exported = await strongroom('export', model, '--format', format, '--kit', '--out', kit);
    expect([format, exported.code, exported.stderr]).toEqual([format, 0, expect.any(String)]);
    const readme = await readFile(join(kit, 'README.md'), 'utf8');
    expect(readme).toContain('A server comes with kits of ONNX files alone.');
    for (const [, name] of readme.matchAll(/\*\*.+?\*\* \(`([^`]+)`\)/g))
      expect([format, name, existsSync(join(kit, name ?? ''))]).toEqual([format, name, true]);
    await installInto(kit);
    const python = pythonOf[format];
    if (python !== null && 'python' in python)
      await runs(kit, python.python, ['predict.py'], 'examples/python');
    // The comparison is the same program in all examples of a language.
    if (format === 'tflite' && 'python' in lite)
      await findsOut(kit, lite.python, ['predict.py'], 'examples/python');
    if (format !== 'tfjs') continue;
    await runs(kit, process.execPath, ['predict.mjs'], 'examples/node');
    await findsOut(kit, process.execPath, ['predict.mjs'], 'examples/node');
  }
});
