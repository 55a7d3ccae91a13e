import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Allowance, ModelFormat } from '../../src-main/contract/schemas/exports';
import type { Verification } from '../../src-main/contract/schemas/runs';
import { recipeSchema } from '../../src-main/contract/schemas/recipe';
import type { Recipe } from '../../src-main/contract/schemas/recipe';
import { missingCode, writeFrame } from '../../src-main/engine/data/frame';
import type { Frame, FrameColumn } from '../../src-main/engine/data/frame';
import { decide } from '../../src-main/engine/evaluate/threshold';
import { encodedFrame } from '../../src-main/engine/export/encoded';
import { quantizationChoices } from '../../src-main/engine/export/formats/format';
import { exportOnnx } from '../../src-main/engine/export/onnx/export-onnx';
import type { OnnxOptions } from '../../src-main/engine/export/onnx/export-onnx';
import { hostileFrame } from '../../src-main/engine/export/hostile';
import { ordinaryPixels } from '../../src-main/engine/export/made-up-images';
import { verify } from '../../src-main/engine/export/verify/verify';
import { takesImage, takesMoment, takesNumber } from '../../src-main/engine/features/fitted';
import type { Fitted, FittedImage, NumberFeature } from '../../src-main/engine/features/fitted';
import { hostInputs } from '../../src-main/engine/features/host';
import { inputTensors, startTensors } from '../../src-main/engine/features/tensors';
import { build } from '../../src-main/engine/model/build';
import { networkContext } from '../../src-main/engine/model/network-inputs';
import { forward } from '../../src-main/engine/model/pipeline';
import { predictedColumn, probabilityColumn } from '../../src-main/engine/protocol';
import { Random } from '../../src-main/engine/random';

export type ModelOptions = Partial<Omit<Recipe['model'], 'options'>> & {
  options?: Partial<Recipe['model']['options']>;
};

/** Pictures as training knew them, some of them missing. */
function imageColumn(feature: FittedImage, rows: number, random: Random): FrameColumn {
  const pixels = ordinaryPixels(feature);
  const dictionary = [...pixels.references];
  const code = (): number => (random.below(10) === 0 ? missingCode : random.below(dictionary.length));
  const codes = Uint32Array.from({ length: rows }, code);
  return { name: feature.column, kind: 'image', codes, dictionary, pixels: [pixels] };
}

/** A network for these features whose weights, biases too, are random. */
export async function randomNetwork(fitted: Fitted, model: ModelOptions, seed: number): Promise<LayersModel> {
  await startTensors();
  const recipe = recipeSchema.parse({
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: fitted.target.column,
    model,
    seed,
  });
  const network = build(recipe, networkContext(fitted));
  const random = new Random(seed, 'weights');
  tf.tidy(() => {
    network.setWeights(
      network.weights.map((variable) => {
        const weight = variable.read();
        const isVariance = variable.originalName.endsWith('variance');
        const scale = weight.rank === 1 ? 0.5 : 1 / Math.sqrt(weight.shape[0] ?? 1);
        return tf.tensor(
          Float32Array.from({ length: weight.size }, () =>
            isVariance ? 0.3 + Math.abs(random.normal()) : random.normal() * scale,
          ),
          weight.shape,
        );
      }),
    );
  });
  return network;
}

/** The pipeline's score of a frame, row by row, and the place of the chosen class of each row. */
function scoresOf(
  fitted: Fitted,
  network: LayersModel,
  frame: Frame,
): { values: Float32Array; best: Uint32Array } {
  const result = { values: new Float32Array(0), best: new Uint32Array(0) };
  tf.tidy(() => {
    const inputs = inputTensors(hostInputs(fitted, frame));
    const { score } = forward(fitted, network, inputs);
    result.values = Float32Array.from(score.dataSync());
    const threshold = fitted.target.kind === 'classes' ? fitted.target.threshold : undefined;
    result.best = Uint32Array.from(decide(result.values, score.shape[1], threshold));
  });
  return result;
}

/** What the application predicts for a frame, as a frame. */
export function predictionsOf(fitted: Fitted, network: LayersModel, frame: Frame): Frame {
  const { values, best } = scoresOf(fitted, network, frame);
  const { rows } = frame;
  if (fitted.target.kind === 'number')
    return { rows, columns: [{ name: predictedColumn, kind: 'number', values }] };
  const { classes } = fitted.target;
  const probability = (name: string, index: number): FrameColumn => ({
    name: probabilityColumn(name),
    kind: 'number',
    values: Float32Array.from(
      { length: rows },
      (_, row) => values[row * classes.length + index] ?? Number.NaN,
    ),
  });
  const label: FrameColumn = { name: predictedColumn, kind: 'text', codes: best, dictionary: classes };
  return { rows, columns: [label, ...classes.map(probability)] };
}

/** Where most values of a number lie. */
function usualRange(feature: NumberFeature): [number, number] {
  switch (feature.kind) {
    case 'number':
    case 'periodic':
      return [feature.center - 2 * feature.scale, feature.center + 2 * feature.scale];
    case 'power':
      return [feature.origin - 5, feature.origin + 5];
    case 'clip':
      return [2 * feature.lower - feature.upper, 2 * feature.upper - feature.lower];
    case 'quantile':
      return [feature.knots[0] ?? 0, feature.knots.at(-1) ?? 1];
    case 'piecewise':
      return [feature.edges[0] ?? 0, feature.edges.at(-1) ?? 1];
  }
}

/** Ordinary rows for these features, a tenth of the cells missing. */
export function randomFrame(fitted: Fitted, rows: number, seed: number): Frame {
  const random = new Random(seed, 'rows');
  const isMissing = (): boolean => random.below(10) === 0;
  return {
    rows,
    columns: fitted.features.map((feature): FrameColumn => {
      const name = feature.column;
      const number = (center: number, scale: number) => () =>
        isMissing() ? Number.NaN : center + 2 * scale * random.normal();
      if (takesNumber(feature)) {
        const [from, to] = usualRange(feature);
        const values = Float32Array.from({ length: rows }, number((from + to) / 2, (to - from) / 4));
        return { name, kind: 'number', values };
      }
      if (takesMoment(feature)) {
        const values = Float64Array.from({ length: rows }, number(feature.median, 400 * 86_400));
        return { name, kind: 'moment', values: values.map(Math.floor) };
      }
      if (takesImage(feature)) return imageColumn(feature, rows, random);
      const dictionary = [...feature.vocabulary, 'unseen'];
      const code = (): number => (isMissing() ? missingCode : random.below(dictionary.length));
      return { name, kind: 'text', codes: Uint32Array.from({ length: rows }, code), dictionary };
    }),
  };
}

export interface Verifications {
  /** Over the given rows. */
  ordinary: Verification;
  /** Over the model's hostile rows. */
  hostile: Verification;
}

/** Exports a model and verifies it in ONNX Runtime through files, as the application does. */
export async function exportAndVerify(
  fitted: Fitted,
  network: LayersModel,
  frame: Frame,
  change: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes,
  exportOptions: OnnxOptions = {},
): Promise<Verifications> {
  const { bytes } = await exportOnnx(fitted, network, { 'org.strongroom.version': 'test' }, exportOptions);
  const { allowance } = quantizationChoices[exportOptions.quantize ?? 'none'];
  const encoded = exportOptions.scope === 'network';
  return verifyBytes(fitted, network, frame, { format: 'onnx', bytes: change(bytes), allowance, encoded });
}

/** Verifies an exported file in its run time, over rows and over hostile rows. */
export async function verifyBytes(
  fitted: Fitted,
  network: LayersModel,
  frame: Frame,
  {
    format,
    bytes,
    allowance,
    encoded = false,
  }: { format: ModelFormat; bytes: Uint8Array; allowance: Allowance; encoded?: boolean },
): Promise<Verifications> {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-parity-'));
  try {
    const path = join(folder, `model.${format}`);
    await writeFile(path, bytes);
    const compare = async (rows: Frame): Promise<Verification> => {
      const paths = { frame: join(folder, 'rows.frame'), predictions: join(folder, 'answers.frame') };
      const taken = encoded ? await encodedFrame(fitted, rows, async () => {}) : rows;
      await writeFrame(paths.frame, taken);
      await writeFrame(paths.predictions, predictionsOf(fitted, network, rows));
      const threshold = fitted.target.kind === 'classes' ? (fitted.target.threshold ?? null) : null;
      const options = { signal: new AbortController().signal, report: () => undefined, threshold };
      return verify({ path, format }, fitted.task, paths, null, allowance, options);
    };
    const ordinary = await compare(frame);
    return { ordinary, hostile: await compare(hostileFrame(fitted)) };
  } finally {
    await rm(folder, { recursive: true });
  }
}
