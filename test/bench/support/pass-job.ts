import * as tf from '@tensorflow/tfjs-core';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { trainingSchema } from '../../../src-main/contract/schemas/training';
import { multiplicationsOf } from '../../../src-main/engine/compile/graph/multiplications';
import type { Graph } from '../../../src-main/engine/compile/graph/graph';
import { passes, trainingPasses } from '../../../src-main/engine/compile/passes';
import { skippedProducts } from '../../../src-main/engine/compile/trace/skipped';
import { record } from '../../../src-main/engine/compile/trace/trace';
import { epochProgram } from '../../../src-main/engine/compile/training/epoch-program';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { keepingValues } from '../../../src-main/engine/learning/flat';
import { adam } from '../../../src-main/engine/learning/optimizers/adam';
import { TrainingStep } from '../../../src-main/engine/learning/step';
import { Random } from '../../../src-main/engine/random';
import { sessionOptions } from '../../../src-main/engine/runtimes/native';
import { jobs, lossOf, networkOf } from './jobs';

/** A step that was compiled without one of the passes. */
export interface CompiledStep {
  /** The pass that was left out; empty when none was. */
  without: string;
  nodes: number;
  /** Of one step, over a run of several. */
  milliseconds: () => Promise<number>;
  close: () => Promise<void>;
}

const stepsOfRun = 20;

/** All passes in their order, but one. */
function simplifyWithout(graph: Graph, without: string): Graph {
  const simple = (start: Graph): Graph =>
    Object.entries(passes).reduce(
      (current, [name, pass]) => (name === without ? current : pass(current)),
      start,
    );
  const training = Object.entries(trainingPasses).reduce(
    (current, [name, pass]) => (name === without ? current : pass(current)),
    simple(graph),
  );
  return simple(training);
}

/** The step of a benchmark's network, compiled once with all passes and once without each of them. */
export async function compileWithout(name: string): Promise<CompiledStep[]> {
  await startTensors();
  const job = jobs.find((candidate) => candidate.name === name);
  if (job === undefined) throw new Error(`There is no job ${name}.`);
  const { regularization } = trainingSchema.parse({});
  const step = new TrainingStep({
    network: networkOf(job),
    loss: lossOf(job),
    optimizer: adam,
    regularization,
    batchSize: job.batch,
  });
  const random = new Random(1, 'passes');
  const numbers = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal());
  const state = step.initialState();
  const x = numbers(job.batch * job.width);
  const inputs: tf.NamedTensorMap = {
    ...Object.fromEntries(Object.entries(state).map(([key, values]) => [key, tf.tensor1d(values)])),
    x: tf.tensor2d(x, [job.batch, job.width]),
    y: tf.zeros([job.batch, 1]),
    ...Object.fromEntries(Object.keys(step.factors(1, 1)).map((key) => [key, tf.scalar(1)])),
  };
  const { graph } = keepingValues(step.variables.all, () =>
    record((given) => step.run(given), inputs, skippedProducts),
  );
  const compiled: CompiledStep[] = [];
  for (const without of ['', ...Object.keys(trainingPasses), ...Object.keys(passes)]) {
    const simplified = simplifyWithout(graph, without);
    const bytes = epochProgram(simplified, step.stateNames);
    const session = await InferenceSession.create(
      bytes,
      sessionOptions(multiplicationsOf(simplified), 'cpu'),
    );
    const repeated = (values: Float32Array, shape: number[]): Tensor => {
      const all = new Float32Array(stepsOfRun * values.length);
      for (let index = 0; index < stepsOfRun; index++) all.set(values, index * values.length);
      return new Tensor('float32', all, [stepsOfRun, ...shape]);
    };
    const feeds = {
      ...Object.fromEntries(
        Object.entries(state).map(([key, values]) => [key, new Tensor('float32', values, [values.length])]),
      ),
      x: repeated(x, [job.batch, job.width]),
      y: repeated(new Float32Array(job.batch), [job.batch, 1]),
      ...Object.fromEntries(
        Object.entries(step.factors(0.001, 1)).map(([key, value]) => [
          key,
          repeated(Float32Array.of(value), []),
        ]),
      ),
    };
    compiled.push({
      without,
      nodes: simplified.nodes.length,
      milliseconds: async () => {
        const start = performance.now();
        await session.run(feeds);
        return (performance.now() - start) / stepsOfRun;
      },
      close: () => session.release(),
    });
  }
  return compiled;
}
