import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import yauzl from 'yauzl';
import type { Task } from '../../../../src-main/contract/schemas/recipe';
import { writeFrame } from '../../../../src-main/engine/data/frame';
import type { Fitted } from '../../../../src-main/engine/features/fitted';
import { exportTflite } from '../../../../src-main/engine/export/tflite/export-tflite';
import { pipelineFile } from '../../../../src-main/engine/export/tflite/describe';
import { packedFile } from '../../../../src-main/engine/export/tflite/file/packed';
import { checkTflite } from '../../../../src-main/engine/export/tflite/file/read';
import { appendedZip } from '../../../../src-main/engine/export/tflite/file/zip';
import { verify } from '../../../../src-main/engine/export/verify/verify';
import { predictionsOf, randomFrame, randomNetwork } from '../../../parity/support';
import { classesFitted, numberFitted } from '../support';

const exact = { difference: 1e-5, changedDecisions: 0 };
const options = { signal: new AbortController().signal, report: () => undefined };

interface Made {
  path: string;
  bytes: Buffer;
  paths: { frame: string; predictions: string };
}

async function made(fitted: Fitted): Promise<Made> {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-tflite-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const network = await randomNetwork(fitted, { hidden: [8], activation: 'gelu' }, 3);
  const { bytes } = await exportTflite(fitted, network, {});
  const frame = randomFrame(fitted, 16, 3);
  const paths = { frame: join(folder, 'rows.frame'), predictions: join(folder, 'answers.frame') };
  await writeFrame(paths.frame, frame);
  await writeFrame(paths.predictions, predictionsOf(fitted, network, frame));
  network.dispose();
  const path = join(folder, 'model.tflite');
  await writeFile(path, bytes);
  return { path, bytes: Buffer.from(bytes), paths };
}

const run = (task: Task, { path, paths }: Pick<Made, 'path' | 'paths'>) =>
  verify({ path, format: 'tflite' }, task, paths, null, exact, options);

describe('a file of TensorFlow Lite', () => {
  it('carries what makes inputs out of raw columns, and labels', async () => {
    const { bytes } = await made(classesFitted);
    expect(bytes.toString('latin1', 4, 8)).toBe('TFL3');
    expect(Buffer.from(packedFile(bytes, 'labels.txt') ?? []).toString()).toBe('a\nb\nç\n');
    expect(Buffer.from(packedFile(bytes, 'vocabulary_2.txt') ?? []).toString()).toBe(
      '[unknown]\n\nrot\ngrün\n',
    );
    const pipeline: unknown = JSON.parse(Buffer.from(packedFile(bytes, pipelineFile) ?? []).toString());
    expect(pipeline).toMatchObject({
      inputs: [
        { name: 'predicted', column: 'predicted' },
        { name: 'Art', column: 'Art' },
        { name: 'when (days)', column: 'when' },
        { name: 'when (second of the day)', column: 'when' },
      ],
      fitted: classesFitted,
    });
  });

  it('is the same whenever it is written', async () => {
    expect((await made(classesFitted)).bytes.equals((await made(classesFitted)).bytes)).toBe(true);
  });

  it('names inputs apart where a column is called like a part of another', async () => {
    const [, , moment] = classesFitted.features;
    if (moment === undefined) throw new Error('no moment');
    const network = await randomNetwork(
      { ...classesFitted, features: [moment, { ...moment, column: 'when (days)' }] },
      { hidden: [4] },
      1,
    );
    const { inputs } = await exportTflite(
      { ...classesFitted, features: [moment, { ...moment, column: 'when (days)' }] },
      network,
      {},
    );
    network.dispose();
    expect(new Set(inputs.map(({ name }) => name)).size).toBe(4);
  });

  it('is verified in LiteRT', async () => {
    const verification = await run('multiclass', await made(classesFitted));
    expect(verification).toMatchObject({ passed: true, rows: 16, changedDecisions: 0 });
    expect(verification.runtime).toMatch(/^LiteRT \(@litertjs\/core \d/);
  });
});

describe('files that are not as they should be', () => {
  it.each([
    ['text', (bytes: Buffer) => Buffer.from(`not a model, ${bytes.length}`)],
    ['a part of it', (bytes: Buffer) => bytes.subarray(0, bytes.length / 4)],
    ['nothing', () => Buffer.alloc(0)],
    ['its first bytes', (bytes: Buffer) => bytes.subarray(0, 8)],
  ])('are damaged: %s', async (_name, change) => {
    const model = await made(numberFitted);
    await writeFile(model.path, change(model.bytes));
    await expect(run('regression', model)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
  });

  it('are refused by name whatever bytes are changed', async () => {
    const model = await made(numberFitted);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 20,
        }),
        async (changes) => {
          const bytes = Buffer.from(model.bytes);
          for (const [share, value] of changes) bytes[Math.floor(share * bytes.length)] = value;
          try {
            checkTflite(bytes, 'changed');
            packedFile(bytes, pipelineFile);
          } catch (error) {
            expect(error).toMatchObject({
              code: expect.stringMatching(/^(MODEL_DAMAGED|KERNEL_NOT_SUPPORTED)$/),
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('run into a named error in LiteRT when tensors are altered', async () => {
    const model = await made(numberFitted);
    // The list of operators is where an interpreter finds its way: every fourth number of it is changed in turn.
    const seen = new Set<string>();
    for (let place = 64; place < model.bytes.length / 2; place += Math.ceil(model.bytes.length / 40)) {
      const bytes = Buffer.from(model.bytes);
      bytes.writeInt32LE(0x7fffff00, place - (place % 4));
      await writeFile(model.path, bytes);
      const outcome = await run('regression', model).then(
        ({ passed }) => (passed ? 'passed' : 'differs'),
        (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
      );
      seen.add(outcome);
    }
    const known = ['passed', 'differs', 'MODEL_DAMAGED', 'KERNEL_NOT_SUPPORTED', 'EXPORT_DIFFERS'];
    expect([...seen].filter((outcome) => !known.includes(outcome))).toEqual([]);
    expect(seen).toContain('MODEL_DAMAGED');
  });

  it('from elsewhere cannot be compared', async () => {
    const model = await made(numberFitted);
    const end = model.bytes.indexOf(Buffer.from([0x50, 0x4b, 3, 4]));
    await writeFile(model.path, model.bytes.subarray(0, end));
    await expect(run('regression', model)).rejects.toMatchObject({ code: 'EXPORT_DIFFERS' });
  });

  it('of another model are told apart', async () => {
    const [model, other] = [await made(numberFitted), await made(classesFitted)];
    await expect(run('regression', { ...model, path: other.path })).rejects.toMatchObject({
      code: 'EXPORT_DIFFERS',
    });
  });

  it('say when they are missing', async () => {
    const model = await made(numberFitted);
    await expect(run('regression', { ...model, path: `${model.path}.no` })).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});

describe('a zip archive behind a model', () => {
  it('gives back every file', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        fc.uniqueArray(
          fc.tuple(fc.string({ minLength: 1, maxLength: 20 }), fc.uint8Array({ maxLength: 50 })),
          {
            selector: ([name]) => name,
            maxLength: 5,
          },
        ),
        (before, files) => {
          const zip = appendedZip(
            before.length,
            files.map(([name, bytes]) => ({ name, bytes })),
          );
          const whole = Buffer.concat([before, zip]);
          for (const [name, bytes] of files) {
            expect(Buffer.from(packedFile(whole, name) ?? []).equals(Buffer.from(bytes))).toBe(true);
          }
        },
      ),
    );
  });

  it('is read by another reader', async () => {
    const { bytes } = await made(classesFitted);
    const names = await new Promise<string[]>((resolve, reject) => {
      const found: string[] = [];
      yauzl.fromBuffer(bytes, (error, zip) => {
        if (error) return reject(error);
        zip.on('entry', ({ fileName }: { fileName: string }) => found.push(fileName));
        zip.on('end', () => resolve(found));
        zip.on('error', reject);
      });
    });
    expect(names).toEqual(['vocabulary_2.txt', 'labels.txt', pipelineFile]);
  });
});
