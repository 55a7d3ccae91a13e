import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import proto from 'onnx-proto';
import { onTestFinished } from 'vitest';
import { writeFrame } from '../../../src-main/engine/data/frame';
import type { Frame } from '../../../src-main/engine/data/frame';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { exportOnnx } from '../../../src-main/engine/export/onnx/export-onnx';
import { predictionsOf, randomFrame, randomNetwork } from '../../parity/support';

/** One feature of each kind, and columns that are called like outputs. */
export const classesFitted: Fitted = {
  formatVersion: 1,
  task: 'multiclass',
  features: [
    { column: 'predicted', kind: 'number', center: 3, scale: 2, median: 2.5, indicator: true },
    { column: 'Art', kind: 'category', vocabulary: ['', 'rot', 'grün'] },
    {
      column: 'when',
      kind: 'moment',
      parts: ['month-of-year', 'hour-of-day'],
      center: 19_000,
      scale: 400,
      median: 1.64e9,
      indicator: false,
    },
  ],
  target: { kind: 'classes', column: 'y', classes: ['a', 'b', 'ç'] },
};

export const numberFitted: Fitted = {
  ...classesFitted,
  task: 'regression',
  target: { kind: 'number', column: 'y', mean: 40, deviation: 12 },
};

export interface Exported {
  folder: string;
  onnx: string;
  paths: { frame: string; predictions: string };
  frame: Frame;
  predictions: Frame;
  model: proto.onnx.ModelProto;
}

/** A model with random weights, exported until the test ends, with rows and the application's answers beside it. */
export async function exported(fitted: Fitted, metadata: Record<string, string> = {}): Promise<Exported> {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-export-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const network = await randomNetwork(fitted, { hidden: [8], activation: 'gelu' }, 3);
  const { bytes } = await exportOnnx(fitted, network, metadata);
  const frame = randomFrame(fitted, 64, 3);
  const predictions = predictionsOf(fitted, network, frame);
  network.dispose();
  const onnx = join(folder, 'model.onnx');
  const paths = { frame: join(folder, 'rows.frame'), predictions: join(folder, 'answers.frame') };
  await writeFile(onnx, bytes);
  await writeFrame(paths.frame, frame);
  await writeFrame(paths.predictions, predictions);
  return { folder, onnx, paths, frame, predictions, model: proto.onnx.ModelProto.decode(bytes) };
}
