import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import proto from 'onnx-proto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { strongroom } from './support/command';
import { sample } from './support/house';

const penguins = sample('penguins.csv');
const quick = ['--epochs', '2', '--preset', 'mlp'];
let folder = '';
const at = (name: string): string => join(folder, name);

beforeAll(async () => {
  // Kept for all tests of the file, unlike the folders that a test asks for.
  folder = await mkdtemp(join(tmpdir(), 'strongroom-verify-'));
  const other = at('other.csv');
  const lines = Array.from(
    { length: 80 },
    (_, row) => `${String(row)},${String((row * 7) % 11)},${String(row * 2)}`,
  );
  await writeFile(other, `length,weight,price\n${lines.join('\n')}\n`);
  for (const [data, target, name] of [
    [penguins, 'Species', 'model'],
    [other, 'price', 'unrelated'],
  ] as const)
    expect((await strongroom('train', data, '--target', target, '--out', at(name), ...quick)).code).toBe(0);
  for (const [model, format, name] of [
    ['model', 'onnx', 'good.onnx'],
    ['unrelated', 'onnx', 'unrelated.onnx'],
    ['unrelated', 'tflite', 'unrelated.tflite'],
  ] as const)
    expect((await strongroom('export', at(model), '--format', format, '--out', at(name))).code).toBe(0);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

/** The good file with something changed, under another name and so without a certificate. */
async function altered(name: string, change: (model: proto.onnx.ModelProto) => void): Promise<void> {
  const model = proto.onnx.ModelProto.decode(await readFile(at('good.onnx')));
  change(model);
  await writeFile(at(name), proto.onnx.ModelProto.encode(model).finish());
}

/** Each file that cannot be compared, and what is made to get it. */
const cases: { file: string; code: string; make: () => Promise<unknown> }[] = [
  {
    file: 'notes.onnx',
    code: 'MODEL_DAMAGED',
    make: () => writeFile(at('notes.onnx'), 'only a few words\n'),
  },
  {
    file: 'notes.tflite',
    code: 'MODEL_DAMAGED',
    make: () => writeFile(at('notes.tflite'), 'only a few words\n'),
  },
  { file: 'notes.txt', code: 'MODEL_DAMAGED', make: () => writeFile(at('notes.txt'), 'only a few words\n') },
  { file: 'empty.onnx', code: 'MODEL_DAMAGED', make: () => writeFile(at('empty.onnx'), '') },
  {
    file: 'cut.onnx',
    code: 'MODEL_DAMAGED',
    make: async () => writeFile(at('cut.onnx'), (await readFile(at('good.onnx'))).subarray(0, 3000)),
  },
  {
    file: 'cut.tflite',
    code: 'MODEL_DAMAGED',
    make: async () => writeFile(at('cut.tflite'), (await readFile(at('unrelated.tflite'))).subarray(0, 3000)),
  },
  {
    file: 'external.onnx',
    code: 'MODEL_DAMAGED',
    make: () =>
      altered('external.onnx', ({ graph }) => {
        const [weight] = graph?.initializer ?? [];
        if (!weight) throw new Error('no weight to move out');
        weight.dataLocation = proto.onnx.TensorProto.DataLocation.EXTERNAL;
        weight.externalData = [{ key: 'location', value: '/etc/hostname' }];
      }),
  },
  {
    file: 'operator.onnx',
    code: 'MODEL_DAMAGED',
    make: () =>
      altered('operator.onnx', ({ graph }) => {
        const node = graph?.node?.at(-1);
        if (!node) throw new Error('no node to change');
        node.opType = 'Transmogrify';
      }),
  },
  { file: 'unrelated.onnx', code: 'EXPORT_DIFFERS', make: () => Promise.resolve() },
  { file: 'unrelated.tflite', code: 'EXPORT_DIFFERS', make: () => Promise.resolve() },
  { file: 'folder.onnx', code: 'FILE_NOT_READABLE', make: () => mkdir(at('folder.onnx')) },
  { file: 'absent.onnx', code: 'FILE_NOT_FOUND', make: () => Promise.resolve() },
];

test.each(cases)('$file is refused with $code', async ({ file, code, make }) => {
  await make();
  const {
    code: exit,
    stderr,
    stdout,
  } = await strongroom('verify', at(file), penguins, '--against', at('model'));
  expect(exit).not.toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toContain(`Error ${code}:`);
  expect(stderr).toContain('expected: ');
  expect(stderr).toContain('received: ');
  // A whole file of another model is told from this one by what it takes and gives.
  if (code !== 'EXPORT_DIFFERS') expect(stderr).toContain(file);
  // What to do stands last, in a sentence of its own.
  expect(stderr.trim().split('\n').at(-1)).toMatch(/^ {2}[A-Z].*\.$/);
});
