import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
// Registers the gradients.
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../../src-main/engine/compile/graph/evaluate';
import { passes, simplify, trainingPasses } from '../../../src-main/engine/compile/passes';
import { multiplyColumnSums } from '../../../src-main/engine/compile/passes/column-sums';
import { eliminateDeadNodes } from '../../../src-main/engine/compile/passes/dead-nodes';
import { flattenProducts } from '../../../src-main/engine/compile/passes/flat-products';
import { foldConstants } from '../../../src-main/engine/compile/passes/fold-constants';
import { removeIdentities } from '../../../src-main/engine/compile/passes/identities';
import { shareValues } from '../../../src-main/engine/compile/passes/shared-values';
import { fuseConvolutions } from '../../../src-main/engine/compile/passes/fused-convolutions';
import { rectifyPooled } from '../../../src-main/engine/compile/passes/pooled-rectifiers';
import { simplifyRectifierGradients } from '../../../src-main/engine/compile/passes/rectifier-gradients';
import { record, trace } from '../../../src-main/engine/compile/trace/trace';
import type { Graph } from '../../../src-main/engine/compile/graph/graph';
import type { TracedFunction } from '../../../src-main/engine/compile/trace/trace';
import { Random } from '../../../src-main/engine/random';
import { make, normal } from './support/cases';

const kernel = tf.variable(tf.tensor2d([0.5, -1, 2, 0.25, 1, -0.5], [3, 2]), true, 'hidden/kernel');
const random = new Random(5);
const example = (rows: number): Record<string, tf.Tensor> => ({ x: make(random, [rows, 3], normal) });

/** Every kind of thing that a pass takes out: unused values, sums of constants, chains of shapes, stacks of one. */
const work: TracedFunction = ({ x }) => {
  if (x === undefined) throw new Error('no input');
  tf.exp(x);
  const constant = tf.add(tf.tensor1d([1, 2]), tf.mul(tf.tensor1d([3, 4]), 2));
  const product = tf.fused.matMul({
    a: x as tf.Tensor2D,
    b: kernel as tf.Tensor2D,
    bias: constant,
    activation: 'relu',
  });
  const shaped = tf.reshape(tf.expandDims(tf.reshape(tf.clone(product), [-1]), 1), [-1, 2]);
  return { y: tf.cast(tf.reshape(shaped, shaped.shape), 'float32'), z: tf.mul(shaped, constant) };
};
const kernelsOf = (graph: Graph): string[] => graph.nodes.map((node) => node.kernel);

beforeAll(() => tf.setBackend('cpu'));

describe('passes', () => {
  it.each([...Object.entries(passes), ['all of them', simplify] as const])(
    '%s: the same numbers',
    (_name, pass) => {
      const graph = pass(trace(work, example));
      for (const rows of [1, 6, 37]) {
        const inputs = example(rows);
        const actual = evaluateGraph(graph, inputs, rows);
        for (const [name, expected] of Object.entries(work(inputs))) {
          expect(actual[name]?.shape).toEqual(expected.shape);
          expect(actual[name]?.dataSync()).toEqual(expected.dataSync());
        }
      }
    },
  );

  it('dead nodes: what no output needs is gone', () => {
    const graph = trace(work, example);
    expect(kernelsOf(graph)).toContain('Exp');
    expect(kernelsOf(eliminateDeadNodes(graph))).not.toContain('Exp');
  });

  it('fold constants: nothing is left that has only constants as inputs', () => {
    const graph = foldConstants(trace(work, example));
    expect(kernelsOf(graph)).not.toContain('Add');
    const isConstant = (id: number): boolean => graph.constants.has(id);
    expect(graph.nodes.filter(({ inputs }) => Object.values(inputs).every(isConstant))).toEqual([]);
  });

  it('identities: chains of shapes become one', () => {
    const graph = eliminateDeadNodes(removeIdentities(trace(work, example)));
    expect(kernelsOf(graph)).not.toContain('Identity');
    expect(kernelsOf(graph).length).toBeLessThan(kernelsOf(trace(work, example)).length);
  });

  it('shared values: what is computed twice is computed once, and what only looks like it is not', () => {
    const twice: TracedFunction = ({ x }) => {
      const value = x ?? tf.scalar(0);
      const parts = (): tf.Tensor[] => tf.split(tf.exp(value), [1, 2], 1);
      const [first, second] = [parts(), parts()];
      return {
        y: tf.add(first[1] ?? value, tf.mul(second[1] ?? value, 2)),
        otherSize: tf.slice(value, [0, 0], [-1, 1]),
        otherPlace: tf.slice(value, [0, 1], [-1, 1]),
        otherSign: tf.clipByValue(value, -0, 1),
        sign: tf.clipByValue(value, 0, 1),
        order: tf.sub(first[0] ?? value, tf.neg(value)),
        turned: tf.sub(tf.neg(value), first[0] ?? value),
      };
    };
    const before = trace(twice, example);
    const graph = shareValues(before);
    const count = (of: Graph, name: string): number =>
      kernelsOf(of).filter((kernel) => kernel === name).length;
    expect(
      ['Exp', 'SplitV', 'Neg', 'Slice', 'ClipByValue', 'Sub'].map((name) => count(before, name)),
    ).toEqual([2, 2, 2, 2, 2, 2]);
    expect(['Exp', 'SplitV', 'Neg', 'Slice', 'ClipByValue', 'Sub'].map((name) => count(graph, name))).toEqual(
      [1, 1, 1, 2, 2, 2],
    );
    const inputs = example(5);
    const actual = evaluateGraph(graph, inputs, 5);
    for (const [name, expected] of Object.entries(twice(inputs))) {
      expect(actual[name]?.dataSync()).toEqual(expected.dataSync());
    }
  });

  it('flat products: matrices are multiplied as matrices', () => {
    const graph = flattenProducts(trace(work, example));
    const product = graph.nodes.find((node) => node.kernel === '_FusedMatMul');
    expect(graph.values.get(product?.outputs[0] ?? -1)?.shape).toHaveLength(2);
  });

  it('all of them: a dense layer is one product and nothing besides, and its weight keeps its name', () => {
    const dense: TracedFunction = ({ x }) => ({
      y: tf.fused.matMul({
        a: x as tf.Tensor2D,
        b: kernel as tf.Tensor2D,
        bias: tf.tensor1d([1, 2]),
        activation: 'relu',
      }),
    });
    const graph = simplify(trace(dense, example));
    expect(kernelsOf(graph)).toEqual(['_FusedMatMul']);
    expect([...graph.constants.values()].map(({ name }) => name)).toContain('hidden/kernel');
  });
});

describe('passes of training steps', () => {
  const inputs = { x: make(random, [6, 3], normal) };
  /** The gradient of a relu, and sums of columns as the gradients of biases are taken. */
  const backward: TracedFunction = ({ x }) => {
    if (x === undefined) throw new Error('no input');
    const { grad, value } = tf.valueAndGrad((z) => tf.square(tf.relu(z)))(x);
    const stacked = tf.reshape(x, [1, 6, 3]);
    return {
      value,
      grad,
      columns: tf.sum(x, 0),
      stacked: tf.sum(stacked, [0, -2]),
      images: tf.sum(tf.reshape(x, [2, 3, 1, 3]), [0, 1, 2]),
      height: tf.sum(tf.reshape(x, [2, 3, 1, 3]), [0, 1]),
      rows: tf.sum(x, 1),
      kept: tf.sum(x, 0, true),
      all: tf.sum(x),
    };
  };

  it.each(Object.entries(trainingPasses))('%s: the same numbers', (_name, pass) => {
    const actual = evaluateGraph(pass(record(backward, inputs).graph), inputs, 6);
    for (const [name, expected] of Object.entries(backward(inputs))) {
      expect(actual[name]?.shape).toEqual(expected.shape);
      const wanted = expected.dataSync();
      Array.from(actual[name]?.dataSync() ?? []).forEach((value, index) =>
        expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 5),
      );
    }
  });

  it('rectifier gradients: relu alone reads its input', () => {
    const before = record(backward, inputs).graph;
    const graph = simplifyRectifierGradients(removeIdentities(before));
    expect(kernelsOf(before)).toContain('Step');
    expect(kernelsOf(graph)).not.toContain('Step');
    const outputsOf = (wanted: string): number[] =>
      graph.nodes.filter(({ kernel: name }) => name === wanted).flatMap(({ outputs }) => outputs);
    const compared = graph.nodes.find(({ kernel: name }) => name === 'Greater');
    expect(outputsOf('Relu')).toContain(Object.values(compared?.inputs ?? {})[0]);
  });

  it('rectifier gradients: the gradient of abs is another one', () => {
    const ofAbs: TracedFunction = ({ x }) => ({ y: tf.grad((z) => tf.abs(z))(x ?? tf.scalar(0)) });
    expect(kernelsOf(simplifyRectifierGradients(record(ofAbs, inputs).graph))).toContain('Step');
  });

  it.each([
    ['side by side', 2, 2],
    ['that overlap', 3, 1],
  ])('pooled rectifiers: the same numbers from windows %s, over fewer numbers', (_name, size, strides) => {
    // Many zeros and equal numbers, so that the largest number of a window is 0, or there several times.
    const images = {
      x: tf.tensor4d(
        Float32Array.from({ length: 150 }, () => random.below(5) - 2),
        [2, 5, 5, 3],
      ),
    };
    const pooling: TracedFunction = ({ x }) => ({
      y: tf.grad((z) => {
        const pooled = tf.maxPool(tf.relu(z as tf.Tensor4D), size, strides, 'valid');
        return tf.sum(tf.mul(pooled, tf.add(pooled, 1)));
      })(x ?? tf.scalar(0)),
    });
    const before = simplify(record(pooling, images).graph);
    const after = rectifyPooled(before);
    const stepped = (graph: Graph): number[] =>
      graph.nodes
        .filter(({ kernel: name }) => name === 'Step')
        .map(({ outputs }) => Number(graph.values.get(outputs[0] ?? -1)?.shape[1]));
    expect(stepped(before)).toEqual([5]);
    expect(stepped(eliminateDeadNodes(after))).toEqual([size === 2 ? 2 : 3]);
    const [expected, received] = [before, after].map((graph) => evaluateGraph(graph, images, 2)['y']);
    expect(received?.dataSync()).toEqual(expected?.dataSync());
    expect(expected?.dataSync().some((value) => value > 0)).toBe(true);
  });

  it('pooled rectifiers: a gradient that is read elsewhere too stays as it is', () => {
    const images = { x: make(random, [2, 4, 4, 1], normal) };
    const twice: TracedFunction = ({ x }) => {
      const image = x as tf.Tensor4D;
      const rectified = tf.relu(image);
      const ofPooling = tf.grad((z) => tf.maxPool(z as tf.Tensor4D, 2, 2, 'valid'))(rectified);
      return { y: tf.mul(ofPooling, tf.step(image)), ofPooling };
    };
    const graph = record(twice, images).graph;
    expect(rectifyPooled(graph).nodes).toEqual(graph.nodes);
  });

  it.each<[string, (x: tf.Tensor) => tf.Tensor, string[]]>([
    ['a bias and a relu', (x) => tf.relu(x), ['FusedConv2D']],
    ['a bias alone', (x) => tf.tanh(x), ['FusedConv2D', 'Tanh']],
    ['a sum that is read twice', (x) => tf.mul(tf.relu(x), x), ['FusedConv2D', 'Relu', 'Multiply']],
  ])('fused convolutions: %s', (_name, follow, kernels) => {
    const given = {
      x: make(random, [2, 5, 4, 3], normal),
      filter: make(random, [2, 3, 3, 4], normal),
      bias: make(random, [4], normal),
    };
    const convolution: TracedFunction = ({ x, filter, bias }) => ({
      y: follow(
        tf.add(
          tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, 'same'),
          tf.reshape(bias ?? tf.scalar(0), [1, 1, 1, 4]),
        ),
      ),
    });
    const before = record(convolution, given).graph;
    const after = removeIdentities(removeIdentities(fuseConvolutions(before)));
    expect(kernelsOf(eliminateDeadNodes(after)).filter((name) => name !== 'Reshape')).toEqual(kernels);
    const [expected, received] = [before, after].map((graph) => evaluateGraph(graph, given, 2)['y']);
    expect(tf.max(tf.abs(tf.sub(expected ?? 0, received ?? 1))).dataSync()[0]).toBeLessThan(1e-6);
  });

  it('fused convolutions: what is no bias is added outside', () => {
    const given = { x: make(random, [2, 3, 3, 1], normal), other: make(random, [2, 3, 3, 1], normal) };
    const filter = tf.ones<tf.Rank.R4>([1, 1, 1, 1]);
    const sum: TracedFunction = ({ x, other }) => ({
      y: tf.add(tf.conv2d(x as tf.Tensor4D, filter, 1, 'same'), other ?? tf.scalar(0)),
    });
    expect(kernelsOf(fuseConvolutions(record(sum, given).graph))).toContain('Add');
  });

  it('column sums: only sums of whole columns become products', () => {
    const sums = (graph: Graph): number => kernelsOf(graph).filter((name) => name === 'Sum').length;
    const before = record(backward, inputs).graph;
    expect(sums(before) - sums(multiplyColumnSums(before))).toBe(3);
  });
});
