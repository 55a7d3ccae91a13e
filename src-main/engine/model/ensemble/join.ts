import * as tf from '@tensorflow/tfjs-core';
import { SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../../contract/errors';
import type { LoadedModel } from '../load';
import { outputsOf } from '../network-inputs';
import { ColumnSlice } from '../layers';
import { featuresWidth } from '../../features/apply';
import { joinFeatures } from './features';
import { replay } from './replay';
import { joinedTarget, rescaling } from './target';

/** How much each member's output counts, and what is added: a small linear model over them. */
export interface Stack {
  weights: readonly number[];
  bias: number;
}

/** Values that a row has side by side before they are averaged. */
const mostValues = 65_536;

function one(made: unknown): SymbolicTensor {
  if (made instanceof SymbolicTensor) return made;
  throw new TypeError('A layer gave several values.');
}

/** A layer of fixed weights: x kernel + bias. @param kernel row by row, [inputs, outputs]. */
function linear(x: SymbolicTensor, name: string, kernel: number[][], bias: number[]): SymbolicTensor {
  const layer = layers.dense({ units: bias.length, name });
  const output = one(layer.apply(x));
  tf.tidy(() => layer.setWeights([tf.tensor2d(kernel), tf.tensor1d(bias)]));
  return output;
}

const matrix = (rows: number, columns: number, at: (row: number, column: number) => number): number[][] =>
  Array.from({ length: rows }, (_, row) => Array.from({ length: columns }, (__, column) => at(row, column)));

const concatenated = (parts: SymbolicTensor[], name: string): SymbolicTensor => {
  const [only] = parts;
  return parts.length === 1 && only !== undefined
    ? only
    : one(layers.concatenate({ name, axis: 1 }).apply(parts));
};

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/**
 * The outputs of all side by side, each model as often as makes them weigh the same: `scoreOf` averages their answers.
 * @param parts [n, networks x outputs] of each model.
 */
function averaged(parts: readonly SymbolicTensor[], outputs: number): SymbolicTensor {
  const counts = parts.map(({ shape }) => (shape[1] ?? outputs) / outputs);
  const common = counts.reduce((a, b) => (a / greatestDivisor(a, b)) * b, 1);
  const width = common * parts.length * outputs;
  if (width > mostValues) {
    throw new StrongroomError('ENSEMBLE_UNSUITABLE', 'The runs hold too many networks to be averaged.', {
      expected: `${String(mostValues)} outputs at most`,
      received: String(width),
      next: 'Choose fewer runs, or runs of one kind.',
    });
  }
  return concatenated(
    parts.flatMap((part, index) => Array.from({ length: common / (counts[index] ?? 1) }, () => part)),
    'average',
  );
}

/** The weighed sum of the models' outputs, those of a model with several networks averaged first. */
function stacked(
  parts: readonly SymbolicTensor[],
  outputs: number,
  { weights, bias }: Stack,
): SymbolicTensor {
  const all = concatenated([...parts], 'members');
  const kernel = parts.flatMap((part, index) => {
    const rows = part.shape[1] ?? outputs;
    const weight = (weights[index] ?? 0) / (rows / outputs);
    return matrix(rows, outputs, (row, column) => (row % outputs === column ? weight : 0));
  });
  return linear(all, 'stack', kernel, new Array<number>(outputs).fill(bias));
}

/**
 * Several models as one, which takes raw columns and answers like any other: one matrix of all their features, their
 * networks side by side, and what joins their outputs, all in layers of one network. The members stay whole.
 * @param stack weights of the members; their answers are averaged without. Throws ENSEMBLE_UNSUITABLE.
 */
export function joinModels(members: readonly LoadedModel[], stack: Stack | null): LoadedModel {
  const target = joinedTarget(members.map(({ fitted }) => fitted));
  const [first] = members;
  if (first === undefined) throw new TypeError('An ensemble needs a member.');
  const { features, stretches } = joinFeatures(members.map(({ fitted }) => fitted));
  const fitted = { ...first.fitted, features, target };
  const outputs = outputsOf(fitted);
  const width = featuresWidth(fitted);
  const whole = input({ name: 'columns', shape: [width] });
  const parts = members.map((member, index) => {
    const prefix = `member${String(index + 1)}_`;
    const own = stretches[index] ?? [];
    const ownWidth = featuresWidth(member.fitted);
    const slice = new ColumnSlice({ name: `${prefix}columns`, stretches: own, sizes: [ownWidth] });
    const [stretch] = own;
    const isWhole = own.length === 1 && stretch?.place === 0 && stretch.width === width;
    const raw = replay(member.network, isWhole ? whole : one(slice.apply(whole)), prefix);
    const units = rescaling(member.fitted.target, target);
    if (units === null) return raw;
    const size = raw.shape[1] ?? outputs;
    const kernel = matrix(size, size, (row, column) => (row === column ? units.scale : 0));
    return linear(raw, `${prefix}units`, kernel, new Array<number>(size).fill(units.shift));
  });
  const output = stack === null ? averaged(parts, outputs) : stacked(parts, outputs, stack);
  const baseline = first.baseline.map(
    (_, index) => members.reduce((sum, member) => sum + (member.baseline[index] ?? 0), 0) / members.length,
  );
  return { fitted, network: model({ name: 'ensemble', inputs: whole, outputs: output }), baseline };
}
