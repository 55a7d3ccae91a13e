import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import Ajv from 'ajv/dist/2020';
import { expect, test } from 'vitest';
import { inputContractSchema } from '../../src-main/contract/schemas/input-contract';
import { strongroom } from './support/command';
import { temporaryFolder } from './support/house';
import { installInto, readBefore, runProgram, writeEveryType } from './support/kit';

const python = process.env['STRONGROOM_PYTHON'];

/** A model of a table with every type of column, exported with its kit. */
async function makeKit(
  target: string,
  dropped: string,
  cleaning: unknown[] = [],
  decision: Record<string, unknown> = {},
  rows = 160,
): Promise<string> {
  const folder = await temporaryFolder();
  const data = join(folder, 'Source');
  await writeEveryType(data, rows);
  const recipe = join(folder, 'recipe.json');
  const base = { version: 1, data: { dataset: null, fingerprint: null, reading: null }, target };
  const columns = { [dropped]: { role: 'ignore', type: dropped === 'price' ? 'decimal' : 'category' } };
  await writeFile(recipe, JSON.stringify({ ...base, columns, cleaning, decision, training: { epochs: 3 } }));
  const model = join(folder, 'model');
  const trained = await strongroom('train', data, '--recipe', recipe, '--out', model);
  expect(trained.stderr + trained.stdout).not.toContain('Error');
  const kit = join(folder, 'kit');
  const exported = await strongroom(
    'export',
    model,
    '--format',
    'onnx',
    '--kit',
    '--licence',
    'CC-BY-4.0',
    '--out',
    kit,
  );
  expect([exported.code, exported.stderr]).toEqual([0, expect.any(String)]);
  await installInto(kit);
  return kit;
}

const readJson = async (path: string): Promise<unknown> =>
  JSON.parse(await readFile(path, 'utf8')) as unknown;

test.each([
  ['class', 'price'],
  ['price', 'class'],
])(
  'the kit of a model for %s runs: contract, examples in Node and Python, server',
  async (target, dropped) => {
    const kit = await makeKit(target, dropped);
    expect((await readdir(kit)).sort()).toEqual(
      [
        'README.md',
        'model.onnx.certificate.html',
        'model.onnx.certificate.json',
        'contract.json',
        'contract.schema.json',
        'examples',
        'examples.json',
        'model-card.html',
        'model-card.md',
        'model.onnx',
        'node_modules',
        'server',
      ].sort(),
    );
    const contract = inputContractSchema.parse(await readJson(join(kit, 'contract.json')));
    expect(contract.columns.map(({ name, type, missing }) => [name, type, missing])).toEqual([
      ['width', 'decimal', true],
      ['size', 'integer', false],
      ['colour', 'category', false],
      ['open', 'boolean', false],
      ['day', 'date', false],
      ['seen', 'datetime', false],
    ]);
    expect(contract.columns[1]?.range).toEqual({ minimum: 0, maximum: 49 });

    // The schema is one that an independent validator takes, and the examples follow it.
    const validate = new Ajv({ strict: false }).compile(
      (await readJson(join(kit, 'contract.schema.json'))) as object,
    );
    const examples = (await readJson(join(kit, 'examples.json'))) as {
      rows: Record<string, unknown>[];
      expected: { predicted: unknown }[];
    };
    expect([validate(examples.rows), validate.errors]).toEqual([true, null]);
    expect(examples.rows).toHaveLength(8);
    expect(validate({ ...examples.rows[0], size: 'many' })).toBe(false);

    const node = await runProgram(process.execPath, ['predict.mjs'], join(kit, 'examples/node'));
    expect([node.code, node.said]).toEqual([0, expect.stringContaining('8 rows, largest difference')]);

    // An example that is answered otherwise is found out.
    const [first] = examples.rows;
    const altered = {
      ...examples,
      rows: [{ ...first, size: Number(first?.['size']) + 20 }, ...examples.rows.slice(1)],
    };
    await writeFile(join(kit, 'examples.json'), JSON.stringify({ ...altered, tolerance: 1e-4 }));
    expect((await runProgram(process.execPath, ['predict.mjs'], join(kit, 'examples/node'))).code).toBe(1);
    await writeFile(join(kit, 'examples.json'), JSON.stringify(examples));

    if (python === undefined)
      console.log(
        'The Python example was not run: STRONGROOM_PYTHON names no Python with onnxruntime and numpy.',
      );
    else {
      const ran = await runProgram(python, ['predict.py'], join(kit, 'examples/python'));
      expect([ran.code, ran.said]).toEqual([0, expect.stringContaining('8 rows, largest difference')]);
    }

    // The server as its package.json starts it.
    const { scripts } = (await readJson(join(kit, 'server/package.json'))) as { scripts: { start: string } };
    const [, ...args] = scripts.start.split(' ');
    const server = spawn(process.execPath, [...args, '--port', '0'], {
      cwd: join(kit, 'server'),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      const address = await readBefore(server, /on (http:\S+)/);
      const response = await fetch(new URL('/predict', address), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(examples.rows),
      });
      const { predictions, warnings } = (await response.json()) as {
        predictions: { predicted: unknown }[];
        warnings: unknown[];
      };
      expect(warnings).toEqual([]);
      predictions.forEach(({ predicted }, row) => {
        const wanted = examples.expected[row]?.predicted;
        if (typeof wanted === 'number') expect(predicted).toBeCloseTo(wanted, 2);
        else expect(predicted).toBe(wanted);
      });
    } finally {
      server.kill('SIGKILL');
    }
  },
);

test('the model card tells of data, scores and licence, and no file holds a row of the data', async () => {
  const threshold = { rule: 'cost', falseAlarm: 1, miss: 3 };
  const kit = await makeKit('class', 'price', [], { calibration: 'temperature', threshold }, 600);
  const [markdown, page, readme] = await Promise.all(
    ['model-card.md', 'model-card.html', 'README.md'].map((name) => readFile(join(kit, name), 'utf8')),
  );
  for (const card of [markdown, page]) {
    for (const part of [
      'Purpose',
      'To be filled in',
      'Accuracy',
      'CC-BY-4.0',
      'Influence of columns',
      'learned from rows kept out of training',
      'Expected calibration error, test rows',
      'a miss of dear costs 3, a false alarm 1',
      '95 % interval',
      'Limits',
      'Source',
    ])
      expect(card).toContain(part);
  }
  expect(page).toContain("default-src 'none'");
  // The README names nothing that is not there.
  for (const [, name] of (readme ?? '').matchAll(/\*\*.+?\*\* \(`([^`]+)`\)/g))
    expect([name, existsSync(join(kit, name ?? ''))]).toEqual([name, true]);
});

test('a kit is not written over what is there', async () => {
  const kit = await makeKit('class', 'price');
  const again = await strongroom('export', join(kit, '../model'), '--format', 'onnx', '--kit', '--out', kit);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('NOT_WRITABLE')]);
  expect(existsSync(join(kit, 'README.md'))).toBe(true);
});

test('the kit of a model with cleaning takes the columns as they are after it', async () => {
  const upper = { id: 'a', enabled: true, kind: 'change-case', columns: ['colour'], to: 'upper' };
  const kit = await makeKit('class', 'price', [upper]);
  const contract = inputContractSchema.parse(await readJson(join(kit, 'contract.json')));
  const colour = contract.columns.find(({ name }) => name === 'colour');
  expect(colour?.categories?.toSorted()).toEqual(['BLUE', 'GREEN', 'RED']);
  const readme = await readFile(join(kit, 'README.md'), 'utf8');
  expect(readme).toMatch(/strongroom prepare[^]*\n1\. `.*colour.*`\n/);
  const node = await runProgram(process.execPath, ['predict.mjs'], join(kit, 'examples/node'));
  expect([node.code, node.said]).toEqual([0, expect.stringContaining('8 rows, largest difference')]);
});
