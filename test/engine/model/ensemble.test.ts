import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { predictRows } from '../../../src-main/engine/evaluate/predict';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { hostInputs } from '../../../src-main/engine/features/host';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { joinModels } from '../../../src-main/engine/model/ensemble/join';
import { fitClasses, fitNumbers, solve } from '../../../src-main/engine/model/ensemble/stacking';
import { loadModel, type LoadedModel } from '../../../src-main/engine/model/load';
import { saveModel } from '../../../src-main/engine/model/save';
import { modelFiles } from '../../../src-main/engine/protocol';
import { writeWhole } from '../../../src-main/engine/data/write-whole';
import { columnInputs } from '../../../src-main/engine/export/tflite/columns';
import { exportTflite } from '../../../src-main/engine/export/tflite/export-tflite';
import { exportAndVerify, randomFrame, randomNetwork, verifyBytes } from '../../parity/support';
import { classesFitted, numberFitted } from '../export/support';

beforeAll(startTensors);

const rows = 40;

async function memberOf(fitted: Fitted, seed: number): Promise<LoadedModel> {
  const network = await randomNetwork(fitted, { hidden: [6], activation: 'tanh' }, seed);
  return { fitted, network, baseline: fitted.target.kind === 'number' ? [40] : [0.2, 0.3, 0.5] };
}

/** The same columns encoded another way, as another training would. */
const otherwise = (fitted: Fitted): Fitted => ({
  ...fitted,
  features: [
    { column: 'Art', kind: 'category', vocabulary: ['grün', 'rot', 'blau'] },
    { column: 'predicted', kind: 'number', center: 1, scale: 5, median: 0, indicator: false },
  ],
  target: fitted.target.kind === 'number' ? { ...fitted.target, mean: 30, deviation: 7 } : fitted.target,
});

async function scores({ fitted, network }: LoadedModel): Promise<Float32Array> {
  const frame = randomFrame(classesFitted, rows, 5);
  return predictRows(fitted, network, hostInputs(fitted, frame), rows, async () => undefined);
}

/** Largest difference; relative to the value where it is large. */
const difference = (one: ArrayLike<number>, other: ArrayLike<number>): number =>
  Math.max(
    ...Array.from(one, (value, i) => Math.abs(value - (other[i] ?? 0)) / Math.max(1, Math.abs(value))),
  );

const cases: [string, Fitted][] = [
  ['classes', classesFitted],
  [
    'two classes',
    { ...classesFitted, task: 'binary', target: { kind: 'classes', column: 'y', classes: ['n', 'y'] } },
  ],
  ['a number', numberFitted],
  [
    'a number by its logarithm',
    { ...numberFitted, target: { kind: 'number', column: 'y', mean: 0, deviation: 12, link: 'log' } },
  ],
];

describe.each(cases)('an average over %s', (_name, fitted) => {
  const second =
    fitted.target.kind === 'number' && fitted.target.link === 'log'
      ? { ...otherwise(fitted), target: { ...fitted.target, deviation: 5 } }
      : otherwise(fitted);

  test('answers with the mean of its members, however differently they encode the columns', async () => {
    const members = [await memberOf(fitted, 1), await memberOf(fitted, 2), await memberOf(second, 3)];
    const own = await Promise.all(members.map(scores));
    const mean = own[0]?.map((__, i) => own.reduce((sum, values) => sum + (values[i] ?? 0), 0) / 3);
    const joined = joinModels(members, null);
    expect(difference(mean ?? [], await scores(joined))).toBeLessThan(1e-5);
    // An average that is a member weighs as one model, not as the three that it holds.
    const nested = joinModels([joined, members[0] ?? joined], null);
    const half = mean?.map((value, i) => (value + (own[0]?.[i] ?? 0)) / 2);
    expect(difference(half ?? [], await scores(nested))).toBeLessThan(1e-5);
  });

  test('is saved, read and exported like any model, and answers the same in ONNX Runtime and LiteRT', async () => {
    const joined = joinModels([await memberOf(fitted, 1), await memberOf(second, 3)], null);
    const folder = await mkdtemp(join(tmpdir(), 'strongroom-ensemble-'));
    try {
      await writeWhole(join(folder, modelFiles.features), JSON.stringify(joined.fitted));
      await saveModel(folder, joined.fitted, joined.network, joined.baseline);
      const before = await scores(joined);
      const read = await loadModel(folder);
      expect(await scores(read)).toEqual(before);
      const frame = randomFrame(classesFitted, rows, 5);
      for (const told of Object.values(await exportAndVerify(read.fitted, read.network, frame))) {
        expect(told).toMatchObject({ passed: true, changedDecisions: 0 });
        expect(told.largestDifference).toBeLessThan(1e-5);
      }
      // Columns that the members encode differently are one input there, but for other vocabularies.
      const { bytes } = await exportTflite(read.fitted, read.network, { 'strongroom.version': 'test' });
      const allowance = { difference: 1e-5, changedDecisions: 0 };
      const file = { format: 'tflite', bytes, allowance } as const;
      for (const told of Object.values(await verifyBytes(read.fitted, read.network, frame, file)))
        expect(told).toMatchObject({ passed: true, changedDecisions: 0 });
      const names = columnInputs(read.fitted).map(({ name }) => name);
      expect(names.filter((name) => name.startsWith('Art'))).toEqual(['Art', 'Art (2)']);
      expect(names.filter((name) => name === 'predicted')).toHaveLength(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

test.each([
  ['classes', classesFitted],
  ['a number', numberFitted],
] as const)('a stack over %s weighs the outputs of its members', async (_name, fitted) => {
  const members = [await memberOf(fitted, 1), await memberOf(otherwise(fitted), 2)];
  const stacked = await scores(joinModels(members, { weights: [0.7, 0.4], bias: 0 }));
  const own = await Promise.all(members.map(scores));
  const expected = own[0]?.map((value, i) => {
    const other = own[1]?.[i] ?? 0;
    const { target } = fitted;
    if (target.kind !== 'number') return value ** 0.7 * other ** 0.4;
    const standard = (x: number): number => (x - target.mean) / target.deviation;
    return (0.7 * standard(value) + 0.4 * standard(other)) * target.deviation + target.mean;
  });
  const width = fitted.target.kind === 'number' ? 1 : 3;
  const normalised = expected?.map((value, i) => {
    if (width === 1) return value;
    const from = i - (i % width);
    return value / [0, 1, 2].reduce((sum, k) => sum + (expected[from + k] ?? 0), 0);
  });
  expect(difference(normalised ?? [], stacked)).toBeLessThan(1e-5);
});

test('members that answer with different things are refused with words', async () => {
  const other = { ...classesFitted, target: { ...classesFitted.target, column: 'z' } } as Fitted;
  const one = await memberOf(classesFitted, 1);
  const wrong = await memberOf(other, 2);
  expect(() => joinModels([one, wrong], null)).toThrow('different columns');
  const number = await memberOf(numberFitted, 2);
  expect(() => joinModels([one, number], null)).toThrow('different things');
});

describe('what a stack learns', () => {
  test('law: elimination solves what it is given', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }), {
          minLength: 4,
          maxLength: 4,
        }),
        fc.array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: 4, maxLength: 4 }),
        (noise, x) => {
          // Diagonally dominant, so that there is one solution.
          const a = noise.map((row, i) => row.map((value, j) => (i === j ? value + 6 : value)));
          const b = a.map((row) => row.reduce((sum, value, j) => sum + value * (x[j] ?? 0), 0));
          expect(difference(x, solve(a, b))).toBeLessThan(1e-9);
        },
      ),
    );
  });

  const noise = tf.randomNormal([2, 4000], 0, 1, 'float32', 11);
  const [e1 = new Float32Array(0), e2 = new Float32Array(0)] = [0, 1].map((i) =>
    Float32Array.from(tf.tidy(() => tf.slice(noise, [i, 0], [1, 4000]).dataSync())),
  );

  test('of two members, one with three times the errors, nine to one is right', () => {
    const y = Float64Array.from(e1, (_, i) => Math.sin(i) * 3);
    const z = [y.map((value, i) => value + (e1[i] ?? 0)), y.map((value, i) => value + 3 * (e2[i] ?? 0))];
    const { weights, bias } = fitNumbers(z, y);
    // The best linear answer: weights by the inverse of the variances of the errors, shrunk by the target's own.
    const inverse = [1, 1 / 9, 1 / 4.5];
    const total = inverse.reduce((sum, value) => sum + value, 0);
    expect(weights[0]).toBeCloseTo(1 / total, 1);
    expect(weights[1]).toBeCloseTo(1 / 9 / total, 1);
    expect(Math.abs(bias)).toBeLessThan(0.1);
  });

  test('true logits of which noise was added are trusted, noise is not; the slope is zero there', () => {
    const logits = Float64Array.from(e1, (value) => 2 * value);
    const y = Int32Array.from(logits, (value, i) => Number(1 / (1 + Math.exp(-value)) > (i * 0.618_034) % 1));
    const two = (values: Float64Array): Float64Array =>
      Float64Array.from({ length: values.length * 2 }, (_, i) =>
        i % 2 === 1 ? (values[(i - 1) / 2] ?? 0) : 0,
      );
    const weights = fitClasses([two(logits), two(Float64Array.from(e2))], y, 2);
    expect(weights[0]).toBeGreaterThan(0.8);
    expect(weights[0]).toBeLessThan(1.2);
    expect(Math.abs(weights[1] ?? 1)).toBeLessThan(0.15);
    const lossOf = (w: number[]): number =>
      logits.reduce(
        (sum, value, i) => {
          const logit = (w[0] ?? 0) * value + (w[1] ?? 0) * (e2[i] ?? 0);
          return sum + Math.log1p(Math.exp(y[i] === 1 ? -logit : logit));
        },
        w.reduce((sum, value) => sum + (value - 0.5) ** 2 / 2, 0),
      );
    const h = 1e-4;
    weights.forEach((_, i) => {
      const moved = (by: number): number => lossOf(weights.map((value, j) => value + (i === j ? by : 0)));
      expect(Math.abs((moved(h) - moved(-h)) / (2 * h))).toBeLessThan(1e-2);
    });
  });
});
