import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { readFrame, writeFrame } from '../data/frame';
import type { FrameColumn } from '../data/frame';
import type { FrameSource } from '../data/frame-source';
import { rowsAtOnce } from '../data/rows-at-once';
import type { Outputs } from '../evaluate/predict';
import { applyFeatures, featuresWidth } from '../features/apply';
import { transformRows } from '../features/apply/matrix';
import { withoutDecision } from '../features/decision';
import { rowColumn } from '../features/folds';
import { hostInputs } from '../features/host';
import { inputTensors } from '../features/tensors';
import type { LoadedModel } from '../model/load';
import { outputsOf } from '../model/network-inputs';
import { networkOutput, scoreOf } from '../model/pipeline';
import { heldOutFile } from '../protocol';
import { targetOf, withCompiled, type Pause } from './scoring';

/** What a model says of rows that it was not trained on. */
export interface HeldOut {
  /** The place of each row in the data set. */
  rows: Float32Array;
  /** Raw targets, see `hostTarget`. */
  target: Float32Array;
  /** [rows, outputs]: logits of classes; numbers in their own units, or their logarithm where that was learned. */
  outputs: Float32Array;
  /** [rows, classes]: the probabilities that the model gives without calibration; null where they were not kept. */
  probabilities: Float32Array | null;
}

const batchRows = 1024;
const targetName = 'target';
const outputName = (index: number): string => `output:${String(index)}`;
const probabilityName = (index: number): string => `probability:${String(index)}`;

/**
 * The network's output before it becomes an answer, that of several networks averaged; numbers in the target's units. And
 * for classes its answers, not calibrated.
 */
async function linearOutputs(
  { fitted, network }: Pick<LoadedModel, 'fitted' | 'network'>,
  source: FrameSource,
  pause: Pause,
  compiled: Outputs | null,
): Promise<Pick<HeldOut, 'outputs' | 'probabilities'>> {
  const width = outputsOf(fitted);
  const all = new Float32Array(source.rows * width);
  const plain = withoutDecision(fitted);
  const classes = fitted.target.kind === 'classes' ? fitted.target.classes.length : 0;
  const probabilities = classes === 0 ? null : new Float32Array(source.rows * classes);
  const names = fitted.features.map(({ column }) => column);
  const step = rowsAtOnce(featuresWidth(fitted), batchRows);
  for (let start = 0; start < source.rows; start += step) {
    const end = Math.min(start + step, source.rows);
    const rows = end - start;
    const inputs = hostInputs(fitted, source.read(start, end, names));
    const given = compiled === null ? null : await compiled(transformRows(fitted, inputs), rows);
    tf.tidy(() => {
      const output =
        given === null
          ? networkOutput(network, applyFeatures(fitted, inputTensors(inputs)))
          : tf.tensor2d(given, [rows, given.length / rows]);
      const mean = tf.mean(tf.reshape(output, [rows, -1, width]), 1);
      all.set(mean.dataSync(), start * width);
      probabilities?.set(scoreOf(plain, output).dataSync(), start * classes);
    });
    await pause(end / source.rows);
  }
  const { target } = fitted;
  if (target.kind !== 'number') return { outputs: all, probabilities };
  const { mean, deviation } = target;
  const outputs =
    target.link === 'log'
      ? all.map((value) => value + Math.log(deviation))
      : all.map((value) => value * deviation + mean);
  return { outputs, probabilities: null };
}

/** Answers for rows that the model was not trained on; null where the frame does not tell which rows they are. */
export async function heldOutOf(
  model: Pick<LoadedModel, 'fitted' | 'network'>,
  source: FrameSource,
  pause: Pause,
): Promise<HeldOut | null> {
  const [places] = source.read(0, source.rows, [rowColumn]).columns;
  return places?.kind === 'number' ? saidOf(model, source, places.values, pause) : null;
}

/** The same for the rows of another file, whose places are those in it. */
export const saidOfFile = (
  model: Pick<LoadedModel, 'fitted' | 'network'>,
  source: FrameSource,
  pause: Pause,
): Promise<HeldOut> =>
  saidOf(
    model,
    source,
    Float32Array.from({ length: source.rows }, (_, row) => row),
    pause,
  );

async function saidOf(
  model: Pick<LoadedModel, 'fitted' | 'network'>,
  source: FrameSource,
  rows: Float32Array,
  pause: Pause,
): Promise<HeldOut> {
  const told = await withCompiled(model, source.rows, (compiled) =>
    linearOutputs(model, source, pause, compiled),
  );
  return { rows, target: targetOf(model.fitted, source), ...told };
}

/** Numbers a row. */
const widthOf = (values: Float32Array, rows: number): number => values.length / Math.max(1, rows);

/** Keeps what models said of rows that they were not trained on, for stacking. @param parts of disjoint rows. */
export async function writeHeldOut(directory: string, parts: readonly HeldOut[]): Promise<void> {
  const rows = parts.reduce((sum, part) => sum + part.rows.length, 0);
  const joined = (of: (part: HeldOut) => Float32Array): Float32Array => {
    const values = new Float32Array(rows);
    let place = 0;
    for (const part of parts) {
      values.set(of(part), place);
      place += part.rows.length;
    }
    return values;
  };
  const listed = (of: (part: HeldOut) => Float32Array, name: (index: number) => string): FrameColumn[] => {
    const width = Math.max(0, ...parts.map((part) => widthOf(of(part), part.rows.length)));
    return Array.from({ length: width }, (_, index): FrameColumn => {
      const values = joined((part) => {
        const all = of(part);
        return part.rows.map((__, row) => all[row * width + index] ?? Number.NaN);
      });
      return { name: name(index), kind: 'number', values };
    });
  };
  const columns: FrameColumn[] = [
    { name: rowColumn, kind: 'number', values: joined((part) => part.rows) },
    { name: targetName, kind: 'number', values: joined((part) => part.target) },
    ...listed(({ outputs }) => outputs, outputName),
    ...listed(({ probabilities }) => probabilities ?? new Float32Array(0), probabilityName),
  ];
  await writeFrame(join(directory, heldOutFile), { rows, columns });
}

/** What `writeHeldOut` left, by place in the data set; null where a training left none. */
export async function readHeldOut(directory: string): Promise<HeldOut | null> {
  const path = join(directory, heldOutFile);
  if (!existsSync(path)) return null;
  const { rows, columns } = await readFrame(path);
  const named = (name: string): Float32Array | null => {
    const column = columns.find((one) => one.name === name);
    return column?.kind === 'number' ? column.values : null;
  };
  const [places, target] = [named(rowColumn), named(targetName)];
  if (places === null || target === null) return null;
  const order = Int32Array.from(places.keys()).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const sorted = (name: (index: number) => string): Float32Array => {
    const lists: Float32Array[] = [];
    for (let list = named(name(0)); list !== null; list = named(name(lists.length))) lists.push(list);
    const values = new Float32Array(rows * lists.length);
    order.forEach((row, place) => {
      lists.forEach((list, index) => {
        values[place * lists.length + index] = list[row] ?? Number.NaN;
      });
    });
    return values;
  };
  const probabilities = sorted(probabilityName);
  return {
    rows: Float32Array.from(order, (row) => places[row] ?? 0),
    target: Float32Array.from(order, (row) => target[row] ?? Number.NaN),
    outputs: sorted(outputName),
    probabilities: probabilities.length === 0 ? null : probabilities,
  };
}
