import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelFormat } from '../../../../src-main/contract/schemas/exports';
import type { Verification } from '../../../../src-main/contract/schemas/runs';
import { writeFrame } from '../../../../src-main/engine/data/frame';
import type { Frame } from '../../../../src-main/engine/data/frame';
import { formatOf } from '../../../../src-main/engine/export/formats';
import { exportH5, exportKeras, exportTfjs } from '../../../../src-main/engine/export/keras/export-network';
import type { NetworkFormat } from '../../../../src-main/engine/export/keras/import-network';
import { verify } from '../../../../src-main/engine/export/verify/verify';
import type { Fitted } from '../../../../src-main/engine/features/fitted';
import { Random } from '../../../../src-main/engine/random';
import type { LayerCase } from '../../../parity/layer-cases';

/** A folder for the time of one use. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-keras-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Gives every weight a random value; variances stay above zero. */
export function randomise(network: LayersModel, seed: number): void {
  const random = new Random(seed, 'weights');
  tf.tidy(() => {
    network.setWeights(
      network.weights.map(({ originalName, shape }) => {
        const size = shape.reduce<number>((product, length) => product * (length ?? 1), 1);
        const isVariance = originalName.endsWith('variance');
        const values = Float32Array.from({ length: size }, () =>
          isVariance ? 0.3 + Math.abs(random.normal()) : random.normal() * 0.5,
        );
        return tf.tensor(
          values,
          shape.map((length) => length ?? 1),
        );
      }),
    );
  });
}

/** Rows as a case wants them. */
export function rowsOf({ width, ids, padded }: LayerCase, rows: number, seed: number): Float32Array {
  const random = new Random(seed, 'rows');
  return Float32Array.from({ length: rows * width }, (_, index) => {
    if (padded !== undefined && Math.floor((index % width) / padded) % 4 === 3) return 0;
    return ids === undefined ? random.normal() : random.below(ids);
  });
}

/** What a network says of rows. */
export function answersOf(network: LayersModel, rows: Float32Array): Float32Array {
  const shape = (network.inputs[0]?.shape.slice(1) ?? []).map((length) => length ?? 1);
  const size = shape.reduce((product, length) => product * length, 1);
  return tf.tidy(() => {
    const x = tf.tensor(rows, [rows.length / size, ...shape]);
    const output = network.apply(x, { training: false });
    if (!(output instanceof tf.Tensor)) throw new TypeError('more than one output');
    return Float32Array.from(output.dataSync());
  });
}

export function largestDifference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < one.length; i++) {
    const difference = Math.abs((one[i] ?? Number.NaN) - (other[i] ?? Number.NaN));
    // NaN counts as different.
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}

/** Writes a network in a format; gives the path to open. */
export async function writeNetwork(
  network: LayersModel,
  format: NetworkFormat,
  folder: string,
  name = 'network',
): Promise<string> {
  if (format === 'tfjs') {
    const path = join(folder, name);
    await mkdir(path);
    const files = await exportTfjs(network, 'Strongroom test');
    for (const [file, bytes] of files) await writeFile(join(path, file), bytes);
    return path;
  }
  const path = join(folder, `${name}.${format}`);
  await writeFile(path, await (format === 'keras' ? exportKeras : exportH5)(network));
  return path;
}

/**
 * Writes a model in a format and compares its file with the application, within 1e-5 and with no decision changed.
 * @param answered rows and what the application says of them. @returns the comparison of each.
 */
export function exportedAs(
  name: ModelFormat,
  fitted: Fitted,
  network: LayersModel,
  answered: readonly { frame: Frame; answers: Frame }[],
): Promise<Verification[]> {
  return inFolder(async (folder) => {
    const format = formatOf(name);
    const path = join(folder, `model.${format.extension}`);
    const { signal } = new AbortController();
    const report = (): void => undefined;
    await format.write({ fitted, network, baseline: [0] }, path, {
      quantize: 'none',
      scope: 'pipeline',
      licence: '',
      metadata: { 'strongroom.version': 'test' },
      calibration: () => Promise.reject(new TypeError('no eight bits here')),
      signal,
      report,
    });
    const results: Verification[] = [];
    for (const { frame, answers } of answered) {
      const data = { frame: join(folder, 'rows.frame'), predictions: join(folder, 'answers.frame') };
      await writeFrame(data.frame, frame);
      await writeFrame(data.predictions, answers);
      const exact = { difference: 1e-5, changedDecisions: 0 };
      results.push(await verify({ path, format: name }, fitted.task, data, null, exact, { signal, report }));
    }
    return results;
  });
}
