import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import fc from 'fast-check';
import { InferenceSession } from 'onnxruntime-node';
import { beforeAll, describe, expect, it } from 'vitest';
import { lowerGraph } from '../../../src-main/engine/compile/lowerings/lower';
import { OnnxProgram } from '../../../src-main/engine/compile/onnx/program';
import { mergeTransposes } from '../../../src-main/engine/compile/onnx/transposes';
import type { OnnxNode } from '../../../src-main/engine/compile/onnx/types';
import { record } from '../../../src-main/engine/compile/trace/trace';
import type { TracedFunction } from '../../../src-main/engine/compile/trace/trace';
import { Random } from '../../../src-main/engine/random';
import { make, normal } from './support/cases';
import { onnxOf, runOnnx } from './support/onnx';

beforeAll(() => tf.setBackend('cpu'));

/** The operators of a function of x, with the same permutations counted. */
function operatorsOf(work: TracedFunction, x: tf.Tensor): OnnxNode[] {
  const { graph } = record(work, { x });
  const program = new OnnxProgram();
  lowerGraph(graph, program, { x: 'x' });
  return program.nodes;
}
const permutations = (nodes: readonly OnnxNode[]): string[] =>
  nodes.flatMap(({ operator, attributes }) => {
    const perm = attributes['perm'];
    return operator === 'Transpose' && perm !== undefined && 'ints' in perm ? [perm.ints.join('')] : [];
  });

const turn = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 });
const steps = fc.array(
  fc.oneof({ weight: 4, arbitrary: turn }, { weight: 1, arbitrary: fc.constant(null) }),
  {
    minLength: 1,
    maxLength: 8,
  },
);

describe('transpositions in a row', () => {
  it('become one at most, whatever they are, and no number changes', async () => {
    const x = make(new Random(4), [2, 3, 4, 5], normal);
    await fc.assert(
      fc.asyncProperty(steps, fc.nat({ max: 7 }), async (list, observed) => {
        const work: TracedFunction = (inputs) => {
          const values = [inputs['x'] ?? x];
          for (const axes of list) {
            const last = values.at(-1) ?? x;
            values.push(axes === null ? tf.neg(last) : tf.transpose(last, axes));
          }
          // One in the middle is read too, so that it has to stay.
          return { last: values.at(-1) ?? x, middle: tf.abs(values[observed % values.length] ?? x) };
        };
        const nodes = operatorsOf(work, x);
        const turned = new Set(
          nodes.filter(({ operator }) => operator === 'Transpose').flatMap(({ outputs }) => outputs),
        );
        const inARow = nodes.filter(
          ({ operator, inputs }) => operator === 'Transpose' && turned.has(inputs[0] ?? ''),
        );
        expect(inARow).toEqual([]);
        expect(permutations(nodes)).not.toContain('0123');
        const session = await InferenceSession.create(onnxOf(record(work, { x }).graph), {
          graphOptimizationLevel: 'disabled',
        });
        const actual = await runOnnx(session, { x });
        for (const [name, expected] of Object.entries(work({ x }))) {
          expect(actual[name]).toEqual({ shape: expected.shape, values: Array.from(expected.dataSync()) });
        }
        await session.release();
      }),
      { numRuns: 60, seed: 20_261_124 },
    );
  });

  it('are not between a convolution, its activation and a pooling', () => {
    const filter = (channels: number): tf.Tensor4D => tf.ones([3, 3, channels, 4]);
    const layer = (x: tf.Tensor4D): tf.Tensor4D => {
      const convolved = tf.fused.conv2d({
        x,
        filter: filter(x.shape[3]),
        strides: 1,
        pad: 'same',
        bias: tf.tensor1d([1, 2, 3, 4]),
        activation: 'relu',
      });
      return tf.maxPool(convolved, 2, 2, 'same');
    };
    const x = tf.ones<tf.Rank.R4>([2, 8, 8, 3]);
    const nodes = operatorsOf((inputs) => ({ y: layer(layer(inputs['x'] as tf.Tensor4D)) }), x);
    // One before, one after, and one for each filter.
    expect(permutations(nodes)).toEqual(['3201', '0312', '3201', '0231']);
    expect(nodes.map(({ operator }) => operator).filter((name) => name !== 'Transpose')).toEqual([
      'Conv',
      'Relu',
      'MaxPool',
      'Conv',
      'Relu',
      'MaxPool',
    ]);
  });

  it('that give what is read from outside stay, or are known by another name', () => {
    const node = (input: string, output: string, ints: number[]): OnnxNode => ({
      name: output,
      operator: 'Transpose',
      domain: '',
      inputs: [input],
      outputs: [output],
      attributes: { perm: { ints } },
    });
    const [there, back] = [node('x', 'a', [1, 2, 0]), node('a', 'b', [2, 0, 1])];
    expect(mergeTransposes([there, back], ['a']).nodes).toEqual([there]);
    const both = mergeTransposes([there, back], ['b']);
    expect(both.nodes).toEqual([]);
    expect(both.final('b')).toBe('x');
    expect(both.final('x')).toBe('x');
  });
});
