import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { imageShapes, planRecipe } from '../../src-main/contract/planning';
import type { ColumnSummary, Profile } from '../../src-main/contract/schemas/data';
import { recipeSchema } from '../../src-main/contract/schemas/recipe';
import { readFrame } from '../../src-main/engine/data/frame';
import { imageFacts, readPackIndex } from '../../src-main/engine/data/images/pack';
import { outputMetrics, validationScore } from '../../src-main/engine/evaluate/validation-score';
import { quantizationChoices } from '../../src-main/engine/export/formats/format';
import { exportTflite } from '../../src-main/engine/export/tflite/export-tflite';
import { transformRows } from '../../src-main/engine/features/apply/matrix';
import { hostInputs } from '../../src-main/engine/features/host';
import { inputParts } from '../../src-main/engine/features/parts';
import { prepare } from '../../src-main/engine/features/prepare';
import { readFitted } from '../../src-main/engine/features/read-fitted';
import { startTensors } from '../../src-main/engine/features/tensors';
import { gatherImages } from '../../src-main/engine/images/gather';
import { resizeImages } from '../../src-main/engine/images/resize';
import { loadModel } from '../../src-main/engine/model/load';
import { saveModel } from '../../src-main/engine/model/save';
import { preparedFiles } from '../../src-main/engine/protocol';
import { onnx } from '../../src-main/engine/runtimes/onnx';
import { reference } from '../../src-main/engine/runtimes/reference';
import { fitNetwork } from '../../src-main/engine/train/fit';
import { shapeNames, writeShapes } from '../support/shapes';
import { temporaryFolder, writeParquet } from '../support/table';
import { exportAndVerify, verifyBytes } from './support';

const each = 30;
const context = {
  signal: new AbortController().signal,
  report: () => undefined,
  stopRequested: () => false,
  pauseRequested: () => false,
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let parquet: string;
let profile: Profile;
beforeAll(async () => {
  await startTensors();
  folder = await temporaryFolder();
  const source = join(folder.path, 'pictures');
  const paths = await writeShapes(source, each);
  const { references } = await gatherImages(
    { source, name: 'pictures', directory: folder.path, wanted: paths },
    context,
  );
  // A number beside the pictures, and some rows without one.
  const rows = paths.map((path, row) => [
    row % 13 === 5 ? null : (references[path] ?? null),
    shapeNames.find((name) => path.startsWith(name)) ?? '',
    Math.sin(row),
  ]);
  parquet = join(folder.path, 'data.parquet');
  await writeParquet(parquet, 'photo VARCHAR, kind VARCHAR, size DOUBLE', rows);
  const column = (name: string, type: ColumnSummary['type'], place: number): ColumnSummary => {
    const present = rows.map((row) => row[place]).filter((value) => value !== null);
    return {
      name,
      type,
      identifier: false,
      constant: false,
      missing: rows.length - present.length,
      distinct: new Set(present).size,
      numbers: null,
      dates: null,
      histogram: null,
      top: [],
    };
  };
  const images = imageFacts(await readPackIndex(folder.path));
  profile = {
    rows: rows.length,
    columns: [
      { ...column('photo', 'image', 0), images },
      column('kind', 'category', 1),
      column('size', 'decimal', 2),
    ],
  };
});
afterAll(() => folder.remove());

test('pictures beside a table train compiled as in tfjs, are saved, exported to ONNX and TF Lite, and answer the same', async () => {
  const recipe = recipeSchema.parse({
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: 'kind',
    features: { columns: { photo: { transform: 'image', side: 16, fit: 'crop' } } },
    augmentation: [{ kind: 'shift', strength: 0.05 }, { kind: 'brightness' }],
    model: {
      preset: 'cnn2d',
      hidden: [16],
      options: { encoderWidth: 8, encoderLayers: 2, encoderDropout: 0 },
    },
    training: { epochs: 25, learningRate: 0.01, patience: 25 },
  });
  const directory = join(folder.path, 'prepared');
  await mkdir(directory, { recursive: true });
  const shapes = imageShapes(recipe, profile);
  expect(shapes).toEqual([{ column: 'photo', shape: { height: 16, width: 16, channels: 3, fit: 'crop' } }]);
  await resizeImages({ images: folder.path, shapes: shapes.map(({ shape }) => shape), directory }, context);
  await prepare({ parquet, columns: profile.columns, profile, recipe, directory, shapes }, context);
  const fitted = await readFitted(directory);
  const frameOf = (name: keyof typeof preparedFiles) => readFrame(join(directory, preparedFiles[name]));
  const [train, validation, tested] = await Promise.all([
    frameOf('train'),
    frameOf('validation'),
    frameOf('test'),
  ]);

  // What goes in: mean 0 and deviation 1 over the points of training rows that have a picture.
  expect(inputParts(fitted).parts.map(({ name, kind, sizes }) => ({ name, kind, sizes }))).toEqual([
    { name: 'table', kind: 'table', sizes: [1] },
    { name: 'photo', kind: 'image', sizes: [16, 16, 4] },
  ]);
  const plan = planRecipe(recipe, profile);
  expect(plan.problems).toEqual([]);
  const x = transformRows(fitted, hostInputs(fitted, train));
  const width = x.length / train.rows;
  let [sum, squares, count] = [0, 0, 0];
  for (let row = 0; row < train.rows; row++) {
    const start = row * width + 1;
    const isMissing = x[start + 3] === 1;
    for (let point = 0; point < 256; point++) {
      const value = x[start + 4 * point] ?? Number.NaN;
      if (isMissing) expect(value).toBeCloseTo(0, 4);
      else [sum, squares, count] = [sum + value, squares + value * value, count + 1];
    }
  }
  expect(sum / count).toBeCloseTo(0, 3);
  expect(squares / count).toBeCloseTo(1, 3);

  const options = { fitted, recipe, train, validation, score: validationScore, metrics: outputMetrics };
  const few = { ...recipe, training: { ...recipe.training, epochs: 2 } };
  const [compiled, plain] = [
    await fitNetwork({ ...options, recipe: few, runtime: onnx }, context),
    await fitNetwork({ ...options, recipe: few, runtime: reference }, context),
  ];
  const weightsOf = ({ network }: typeof plain) => network.getWeights().flatMap((one) => [...one.dataSync()]);
  const own = weightsOf(plain);
  weightsOf(compiled).forEach((value, at) => expect(value).toBeCloseTo(own[at] ?? 0, 3));
  compiled.network.dispose();
  plain.network.dispose();

  const { network, history } = await fitNetwork({ ...options, runtime: onnx }, context);
  expect(plan.parameters).toBe(network.countParams());
  expect(Math.max(...history.map(({ validationScore: score }) => score))).toBeGreaterThan(0.75);
  await saveModel(directory, fitted, network, [0.4, 0.3, 0.3]);
  const model = await loadModel(directory);

  const files = await exportAndVerify(fitted, model.network, tested);
  expect(files.ordinary).toMatchObject({ passed: true, rows: tested.rows });
  expect(files.hostile.passed).toBe(true);
  for (const quantize of ['float16', 'int8'] as const)
    expect(
      (await exportAndVerify(fitted, model.network, tested, undefined, { quantize })).ordinary.rows,
    ).toBe(tested.rows);
  const lite = await exportTflite(fitted, model.network, {});
  expect(lite.inputs.find(({ name }) => name === 'photo')?.type).toMatch(/float32\[.*16, 16, 3\]/);
  const { allowance } = quantizationChoices.none;
  const verified = await verifyBytes(fitted, model.network, tested, {
    format: 'tflite',
    bytes: lite.bytes,
    allowance,
  });
  expect(verified.ordinary).toMatchObject({ passed: true, rows: tested.rows });
  expect(verified.hostile.passed).toBe(true);
  model.network.dispose();
  network.dispose();
}, 240_000);
