import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../../src-main/engine/compile/graph/evaluate';
import { BatchMultiple, describeShape } from '../../../src-main/engine/compile/graph/shape';
import { skippedProducts } from '../../../src-main/engine/compile/trace/skipped';
import { record, trace } from '../../../src-main/engine/compile/trace/trace';
import type { TracedFunction } from '../../../src-main/engine/compile/trace/trace';
import { Random } from '../../../src-main/engine/random';
import { make, normal } from './support/cases';

const weights = tf.variable(tf.tensor2d([0.5, -1, 2, 0.25, 1, -0.5], [3, 2]), true, 'hidden/kernel');
const network: TracedFunction = ({ x }) =>
  tf.tidy(() => {
    if (x === undefined) throw new Error('no input');
    const filled = tf.where(tf.isNaN(x), 0.5, x);
    const hidden = tf.relu(tf.matMul(filled as tf.Tensor2D, weights as tf.Tensor2D));
    return { y: tf.softmax(tf.add(hidden, tf.tensor1d([0.1, -0.1]))) };
  });
const random = new Random(3);
const example = (rows: number): Record<string, tf.Tensor> => ({ x: make(random, [rows, 3], normal) });

beforeAll(() => tf.setBackend('cpu'));

describe('trace', () => {
  it('does not change a number, and leaves the backend as it was', () => {
    const inputs = example(9);
    const expected = network(inputs)['y']?.dataSync();
    const { outputs } = record(network, inputs);
    expect(outputs['y']?.dataSync()).toEqual(expected);
    expect(tf.getBackend()).toBe('cpu');
  });

  it('leaves the backend as it was when the function throws', () => {
    const failing: TracedFunction = () => {
      throw new Error('on purpose');
    };
    expect(() => trace(failing, example)).toThrow('on purpose');
    expect(tf.getBackend()).toBe('cpu');
    expect(() => trace(network, example)).not.toThrow();
  });

  it('gives a graph that computes the same to the bit for any number of rows', () => {
    const graph = trace(network, example);
    for (const rows of [1, 2, 31, 50]) {
      const inputs = example(rows);
      const actual = evaluateGraph(graph, inputs, rows)['y'];
      expect(actual?.dataSync()).toEqual(network(inputs)['y']?.dataSync());
    }
  });

  it('keeps no tensor', () => {
    trace(network, example);
    const before = tf.memory().numTensors;
    trace(network, example);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('knows the rows in shapes, weights by name, and the layer of an operation', () => {
    const graph = trace(network, example);
    const shapeOf = (id: number | undefined): string =>
      describeShape(graph.values.get(id ?? -1)?.shape ?? []);
    expect(shapeOf(graph.inputs['x'])).toBe('[rows, 3]');
    expect(shapeOf(graph.outputs['y'])).toBe('[rows, 2]');
    expect([...graph.constants.values()].map(({ name }) => name)).toContain('hidden/kernel');
    expect(graph.nodes.find(({ kernel }) => kernel === 'BatchMatMul')?.layer).toBe('hidden');
  });

  it('sees the same graph where kernels are skipped that take long', () => {
    const work: TracedFunction = ({ x, ids }) => {
      const value = x ?? tf.scalar(0);
      const places = tf.cast(ids ?? tf.scalar(0), 'int32') as tf.Tensor1D;
      const [first = value, second = value] = tf.split(value, [1, -1], -1);
      const [left = value] = tf.split(value, 2, 1);
      return {
        product: tf.matMul(second as tf.Tensor2D, weights as tf.Tensor2D, false, false),
        turned: tf.matMul(first as tf.Tensor2D, left as tf.Tensor2D, true, false),
        rest: tf.slice(value, [0, 1], [-1, 2]),
        one: tf.slice(value, 0, 1),
        whole: tf.slice(places, [1]),
        sums: tf.unsortedSegmentSum(value, places, 4),
      };
    };
    const inputs = { x: make(random, [5, 4], normal), ids: tf.tensor1d([0, 1, 2, 3, 3]) };
    const plain = record(work, inputs).graph;
    expect(record(work, inputs, skippedProducts).graph).toEqual(plain);
    expect(plain.nodes.map(({ kernel }) => kernel)).toEqual(
      expect.arrayContaining(['SplitV', 'Slice', 'BatchMatMul', 'UnsortedSegmentSum']),
    );
  });

  it('takes a size that is several times the rows as such', () => {
    const graph = trace(({ x }) => ({ y: tf.reshape(x ?? tf.scalar(0), [-1]) }), example);
    expect(graph.values.get(graph.outputs['y'] ?? -1)?.shape).toEqual([new BatchMultiple(3)]);
  });

  it('computes a constant with one number for all rows anew for other numbers of rows', () => {
    const work: TracedFunction = ({ x }) => ({
      y: tf.add(x ?? tf.scalar(0), tf.fill([x?.shape[0] ?? 0, 1], 2)),
    });
    const zeros: TracedFunction = ({ x }) => ({
      y: tf.add(x ?? tf.scalar(0), tf.ones([x?.shape[0] ?? 0, 1])),
    });
    for (const traced of [work, zeros]) {
      const inputs = example(4);
      const actual = evaluateGraph(trace(traced, example), inputs, 4)['y'];
      expect(actual?.dataSync()).toEqual(traced(inputs)['y']?.dataSync());
    }
  });

  it.each([
    ['a number that depends on the rows otherwise', ({ x }) => tf.mul(x ?? 0, 1 / (x?.shape[0] ?? 1))],
    ['numbers that come from the data', ({ x }) => tf.mul(x ?? 0, x?.dataSync()[0] ?? 0)],
    [
      'a constant with other numbers a row',
      ({ x }) => tf.add(x ?? 0, tf.tensor2d(Array.from({ length: x?.shape[0] ?? 0 }, (_, row) => [row]))),
    ],
    [
      'operations that depend on the rows',
      ({ x }) => ((x?.shape[0] ?? 0) > 33 ? tf.neg(x ?? 0) : tf.abs(x ?? 0)),
    ],
  ] satisfies [string, (inputs: Record<string, tf.Tensor>) => tf.Tensor][])('refuses %s', (_name, work) => {
    expect(() => trace((inputs) => ({ y: work(inputs) }), example)).toThrow(
      expect.objectContaining({ code: 'KERNEL_NOT_SUPPORTED' }),
    );
  });
});
