import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import proto from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import { readFrame, writeFrame } from '../../../src-main/engine/data/frame';
import type { Task } from '../../../src-main/contract/schemas/recipe';
import type { Verification } from '../../../src-main/contract/schemas/runs';
import {
  difference,
  incomparable,
  isChangedDecision,
  spreadOf,
} from '../../../src-main/engine/export/verify/difference';
import { verify } from '../../../src-main/engine/export/verify/verify';
import { classesFitted, exported, numberFitted } from './support';
import type { Exported } from './support';

const exact = { difference: 1e-5, changedDecisions: 0 };
const options = { signal: new AbortController().signal, report: () => undefined };
const run = (task: Task, { onnx, paths }: Exported, signal = options.signal): Promise<Verification> =>
  verify({ path: onnx, format: 'onnx' }, task, paths, paths, exact, { ...options, signal });

/** Changes the exported file. */
async function alter(model: Exported, change: (proto: proto.onnx.ModelProto) => void): Promise<void> {
  change(model.model);
  await writeFile(model.onnx, proto.onnx.ModelProto.encode(model.model).finish());
}

/** Changes the application's answers. */
async function alterAnswers(model: Exported, change: (values: Float32Array) => void): Promise<void> {
  const frame = await readFrame(model.paths.predictions);
  for (const column of frame.columns) if (column.kind === 'number') change(column.values);
  await writeFrame(model.paths.predictions, frame);
}

describe('verify', () => {
  it('counts rows and hostile rows, and names the run time', async () => {
    const verification = await run('multiclass', await exported(classesFitted));
    expect(verification).toMatchObject({
      passed: true,
      rows: 64,
      hostileRows: 64,
      tolerance: 1e-5,
      changedDecisions: 0,
    });
    expect(verification.runtime).toMatch(/^onnxruntime-node \d/);
  });

  it("finds a weight that is not the application's", async () => {
    const model = await exported(numberFitted);
    await alter(model, ({ graph }) => {
      const weight = graph?.initializer?.find(({ name }) => name === 'hidden1/kernel');
      if (!weight?.rawData) throw new Error('no weight');
      weight.rawData = new Uint8Array(weight.rawData.length);
    });
    const verification = await run('regression', model);
    expect(verification.passed).toBe(false);
    expect(verification.largestDifference).toBeGreaterThan(1e-3);
  });

  it('counts decisions that changed, though every probability is right', async () => {
    const model = await exported(classesFitted);
    await alter(model, ({ graph }) => {
      const labels = graph?.node?.find(({ name }) => name === 'predicted/LabelEncoder');
      const values = labels?.attribute?.find(({ name }) => name === 'values_strings');
      if (!values?.strings) throw new Error('no labels');
      values.strings.reverse();
    });
    const verification = await run('multiclass', model);
    expect(verification.largestDifference).toBeLessThan(1e-5);
    expect(verification.changedDecisions).toBeGreaterThan(0);
    expect(verification.passed).toBe(false);
  });

  it('fails on NaN that is on one side only', async () => {
    const model = await exported(numberFitted);
    await alterAnswers(model, (values) => values.fill(Number.NaN, 3, 4));
    expect(await run('regression', model)).toMatchObject({ passed: false, largestDifference: incomparable });
  });

  it.each([0.5, 2])('passes or fails by the tolerance (%f of it)', async (factor) => {
    const model = await exported(classesFitted);
    await alterAnswers(model, (values) =>
      values.forEach((value, row) => (values[row] = value + factor * 1e-5)),
    );
    expect((await run('multiclass', model)).passed).toBe(factor < 1);
  });

  it('refuses weights that lie in another file', async () => {
    const model = await exported(numberFitted);
    await alter(model, ({ graph }) => {
      const weight = graph?.initializer?.[0];
      if (!weight) throw new Error('no weight');
      weight.externalData = [{ key: 'location', value: '../../../etc/passwd' }];
      weight.dataLocation = proto.onnx.TensorProto.DataLocation.EXTERNAL;
    });
    await expect(run('regression', model)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
  });

  it.each([
    ['text', (bytes: Buffer) => Buffer.from(`not a model, ${bytes.length}`)],
    ['a part of it', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    ['nothing', () => Buffer.alloc(0)],
  ])('says that a file is damaged: %s', async (_name, change) => {
    const model = await exported(numberFitted);
    await writeFile(model.onnx, change(await readFile(model.onnx)));
    await expect(run('regression', model)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
  });

  it('says that a file is missing', async () => {
    const model = await exported(numberFitted);
    const absent = { ...model, onnx: join(model.folder, 'absent.onnx') };
    await expect(run('regression', absent)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('tells the file of another model by its inputs and by its answers', async () => {
    const model = await exported(numberFitted);
    const [feature] = classesFitted.features;
    if (feature === undefined) throw new Error('no feature');
    const other = await exported({ ...numberFitted, features: [{ ...feature, column: 'another column' }] });
    await expect(run('regression', { ...model, onnx: other.onnx })).rejects.toMatchObject({
      code: 'EXPORT_DIFFERS',
    });
    const classes = await exported(classesFitted);
    await expect(run('multiclass', { ...classes, onnx: model.onnx })).rejects.toMatchObject({
      code: 'EXPORT_DIFFERS',
    });
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    controller.abort();
    const model = await exported(numberFitted);
    await expect(run('regression', model, controller.signal)).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('differences', () => {
  it('are absolute for probabilities and relative for numbers', () => {
    expect(difference(0.25, 0.5, null)).toBe(0.25);
    expect(difference(90, 100, 0)).toBeCloseTo(0.1, 12);
    expect(difference(0.5, 0.25, 0)).toBe(0.25);
    expect(difference(2, 1, 50)).toBe(0.02);
  });

  it.each([
    [Number.NaN, Number.NaN, 0],
    [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, 0],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, incomparable],
    [Number.NaN, 1, incomparable],
    [1, Number.NaN, incomparable],
    [1, Number.POSITIVE_INFINITY, incomparable],
    [0, -0, 0],
  ])('%f and %f: %f', (actual, expected, result) => {
    expect(difference(actual, expected, 1)).toBe(result);
  });

  it('measure the spread of finite values', () => {
    expect(spreadOf([1, 3, Number.NaN, Number.POSITIVE_INFINITY])).toBe(1);
    expect(spreadOf([])).toBe(0);
  });

  it('call it no changed decision when both classes are as likely', () => {
    expect(isChangedDecision('a', 'b', ['a', 'b'], [0.5, 0.5], 1e-5)).toBe(false);
    expect(isChangedDecision('a', 'b', ['a', 'b'], [0.4, 0.6], 1e-5)).toBe(true);
    expect(isChangedDecision('', 'b', ['a', 'b'], [0.5, 0.5], 1e-5)).toBe(true);
  });
});
