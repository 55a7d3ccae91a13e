import { execFileSync } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { missingCode } from '../../../../src-main/engine/data/frame';
import type { Frame } from '../../../../src-main/engine/data/frame';
import { hostileFrame } from '../../../../src-main/engine/export/hostile';
import { exportPython } from '../../../../src-main/engine/export/python/export-python';
import type { Fitted } from '../../../../src-main/engine/features/fitted';
import { startTensors } from '../../../../src-main/engine/features/tensors';
import { presetNames } from '../../../../src-main/contract/network/presets/names';
import { fittedOf, fittedWith, presetOptions } from '../../../parity/arbitraries';
import { predictionsOf, randomFrame, randomNetwork } from '../../../parity/support';
import type { ModelOptions } from '../../../parity/support';
import { pythonWithKeras } from './python';
import { inFolder } from './support';

beforeAll(startTensors);

const python = pythonWithKeras();
const resultsSchema = z.array(z.object({ file: z.string(), difference: z.number().nullable() }));

/** Numbers as JSON has them, with words for those it lacks. */
const plain = (values: ArrayLike<number>): (number | string)[] =>
  Array.from(values, (value) => (Number.isFinite(value) ? value : String(value)));

const columnsOf = ({ columns }: Frame): object[] =>
  columns.map((column) =>
    'codes' in column
      ? {
          name: column.name,
          kind: 'text',
          values: Array.from(column.codes, (code) =>
            code === missingCode ? '' : (column.dictionary[code] ?? ''),
          ),
        }
      : { name: column.name, kind: column.kind, values: plain(column.values) },
  );

/** The numbers that a frame of predictions holds, row by row. */
function scores({ rows, columns }: Frame): number[] {
  const numbers = columns.flatMap((column) => (column.kind === 'number' ? [column.values] : []));
  return Array.from({ length: rows }, (_, row) => numbers.map((values) => values[row] ?? Number.NaN)).flat();
}

it('the package holds its programs, the features, the recipe and the network', async () => {
  const [fitted] = fc.sample(fittedOf('regression'), { numRuns: 1, seed: 5 });
  if (fitted === undefined) throw new TypeError('no sample');
  const network = await randomNetwork(fitted, { hidden: [3] }, 1);
  const metadata = { 'org.strongroom.version': '1', 'org.strongroom.recipe': '{"version":1}' };
  const files = await exportPython({ fitted, network }, metadata, '{}');
  network.dispose();
  const text = (name: string): string => Buffer.from(files.get(name) ?? []).toString('utf8');
  expect(JSON.parse(text('recipe.json'))).toEqual({ version: 1 });
  expect(JSON.parse(text('about.json'))).toEqual({ 'org.strongroom.version': '1' });
  expect(JSON.parse(text('features.json'))).toEqual(JSON.parse(JSON.stringify(fitted)));
  for (const program of ['predict.py', 'train.py', 'README.md', 'requirements.txt', 'network.keras']) {
    expect(files.get(program)?.length).toBeGreaterThan(0);
  }
  // Every module that a program asks for is there, or is to be installed.
  const installed = [...text('requirements.txt').matchAll(/^[a-z]+/gm)].map(([name]) => name);
  const standard = ['argparse', 'json', 'math', 'pathlib', 're'];
  for (const [name, bytes] of files) {
    if (!name.endsWith('.py')) continue;
    for (const [, module = ''] of Buffer.from(bytes)
      .toString('utf8')
      .matchAll(/^\s*(?:import|from) (\w+)/gm)) {
      expect(files.has(`${module}.py`) || installed.includes(module) || standard.includes(module)).toBe(true);
    }
  }
});

it.skipIf(python === null)(
  'the package answers as the application from raw columns, ordinary and hostile',
  async () => {
    await inFolder(async (folder) => {
      const seed = Math.floor(Math.random() * 1e9);
      const tasks = ['regression', 'binary', 'multiclass'] as const;
      const plain = tasks.flatMap((task) =>
        fc.sample(fc.tuple(fittedOf(task), fc.constant<ModelOptions>({ hidden: [8] })), { numRuns: 4, seed }),
      );
      // Every preset, over a text and a sequence too.
      const made = presetNames
        .filter((name) => name !== 'custom')
        .flatMap((name, place) => {
          const fitted = fittedWith(tasks[place % 3] ?? 'binary', { text: true, sequence: true });
          return fc.sample(fc.tuple(fitted, presetOptions(name)), { numRuns: 1, seed: seed + place });
        });
      const cases: object[] = [];
      for (const [index, [fitted, options]] of [...plain, ...made].entries()) {
        const network = await randomNetwork(fitted, options, index);
        const files = await exportPython({ fitted, network }, {}, '{}');
        const name = `model${String(index)}`;
        await mkdir(join(folder, 'package'), { recursive: true });
        for (const [file, bytes] of files) {
          const target = file.endsWith('.py') ? join('package', file) : `${name}-${file}`;
          await writeFile(join(folder, target), bytes);
        }
        const compare = (frame: Frame, own: Fitted): object => ({
          features: `${name}-features.json`,
          network: `${name}-network.keras`,
          columns: columnsOf(frame),
          answers: scores(predictionsOf(own, network, frame)),
        });
        cases.push(compare(randomFrame(fitted, 40, index), fitted), compare(hostileFrame(fitted), fitted));
        network.dispose();
      }
      await writeFile(join(folder, 'cases.json'), JSON.stringify(cases));
      execFileSync(python ?? '', [join(import.meta.dirname, 'check_package.py'), folder], { stdio: 'pipe' });
      const results = resultsSchema.parse(JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')));
      expect(results).toHaveLength(cases.length);
      const wrong = results.filter(({ difference }) => difference === null || !(difference < 1e-5));
      expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    });
  },
  600_000,
);
