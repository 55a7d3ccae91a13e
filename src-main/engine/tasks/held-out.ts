import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { readFrame, writeFrame } from '../data/frame';
import type { FrameColumn } from '../data/frame';
import type { FrameSource } from '../data/frame-source';
import { applyFeatures } from '../features/apply';
import { sliceRows } from '../features/apply/matrix';
import { rowColumn } from '../features/folds';
import { hostInputs } from '../features/host';
import { inputTensors } from '../features/tensors';
import type { LoadedModel } from '../model/load';
import { outputsOf } from '../model/network-inputs';
import { networkOutput } from '../model/pipeline';
import { heldOutFile } from '../protocol';
import { targetOf, type Pause } from './scoring';

/** What a model says of rows that it was not trained on. */
export interface HeldOut {
  /** The place of each row in the data set. */
  rows: Float32Array;
  /** Raw targets, see `hostTarget`. */
  target: Float32Array;
  /** [rows, outputs]: logits of classes; numbers in their own units, or their logarithm where that was learned. */
  outputs: Float32Array;
}

const batchRows = 1024;
const targetName = 'target';
const outputName = (index: number): string => `output:${String(index)}`;

/** The network's output before it becomes an answer, that of several networks averaged; numbers in the target's units. */
async function linearOutputs(
  { fitted, network }: Pick<LoadedModel, 'fitted' | 'network'>,
  source: FrameSource,
  pause: Pause,
): Promise<Float32Array> {
  const width = outputsOf(fitted);
  const all = new Float32Array(source.rows * width);
  const names = fitted.features.map(({ column }) => column);
  for (let start = 0; start < source.rows; start += batchRows) {
    const end = Math.min(start + batchRows, source.rows);
    const inputs = hostInputs(fitted, source.read(start, end, names));
    tf.tidy(() => {
      const output = networkOutput(
        network,
        applyFeatures(fitted, inputTensors(sliceRows(inputs, 0, end - start))),
      );
      const mean = tf.mean(tf.reshape(output, [end - start, -1, width]), 1);
      all.set(mean.dataSync(), start * width);
    });
    await pause(end / source.rows);
  }
  const { target } = fitted;
  if (target.kind !== 'number') return all;
  const { mean, deviation } = target;
  return target.link === 'log'
    ? all.map((value) => value + Math.log(deviation))
    : all.map((value) => value * deviation + mean);
}

/** Answers for rows that the model was not trained on; null where the frame does not tell which rows they are. */
export async function heldOutOf(
  model: Pick<LoadedModel, 'fitted' | 'network'>,
  source: FrameSource,
  pause: Pause,
): Promise<HeldOut | null> {
  const [places] = source.read(0, source.rows, [rowColumn]).columns;
  if (places?.kind !== 'number') return null;
  const outputs = await linearOutputs(model, source, pause);
  return { rows: places.values, target: targetOf(model.fitted, source), outputs };
}

/** Keeps what models said of rows that they were not trained on, for stacking. @param parts of disjoint rows. */
export async function writeHeldOut(directory: string, parts: readonly HeldOut[]): Promise<void> {
  const rows = parts.reduce((sum, part) => sum + part.rows.length, 0);
  const width = Math.max(
    1,
    ...parts.map(({ rows: own, outputs }) => outputs.length / Math.max(1, own.length)),
  );
  const joined = (of: (part: HeldOut) => Float32Array): Float32Array => {
    const values = new Float32Array(rows);
    let place = 0;
    for (const part of parts) {
      values.set(of(part), place);
      place += part.rows.length;
    }
    return values;
  };
  const columns: FrameColumn[] = [
    { name: rowColumn, kind: 'number', values: joined((part) => part.rows) },
    { name: targetName, kind: 'number', values: joined((part) => part.target) },
    ...Array.from({ length: width }, (_, index): FrameColumn => {
      const values = joined((part) =>
        part.rows.map((__, row) => part.outputs[row * width + index] ?? Number.NaN),
      );
      return { name: outputName(index), kind: 'number', values };
    }),
  ];
  await writeFrame(join(directory, heldOutFile), { rows, columns });
}

/** What `writeHeldOut` left, by place in the data set; null where a training left none. */
export async function readHeldOut(directory: string): Promise<HeldOut | null> {
  const path = join(directory, heldOutFile);
  if (!existsSync(path)) return null;
  const { rows, columns } = await readFrame(path);
  const numbers = columns.flatMap((column) => (column.kind === 'number' ? [column.values] : []));
  const [places, target, ...outputs] = numbers;
  if (places === undefined || target === undefined) return null;
  const order = Int32Array.from(places.keys()).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const sorted = new Float32Array(rows * outputs.length);
  order.forEach((row, place) => {
    outputs.forEach((values, index) => {
      sorted[place * outputs.length + index] = values[row] ?? Number.NaN;
    });
  });
  return {
    rows: Float32Array.from(order, (row) => places[row] ?? 0),
    target: Float32Array.from(order, (row) => target[row] ?? Number.NaN),
    outputs: sorted,
  };
}
