import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { StrongroomError } from '../../contract/errors';
import { adamFactors } from '../compile/training/adam';
import { nextName } from '../compile/training/epoch-program';
import { outputName } from '../compile/training/outputs-program';
import { flatten, unflatten } from '../compile/training/parameters';
import { lossName, stateNames } from '../compile/training/step';
import type { StateName, StepGraph } from '../compile/training/step';
import type { FeatureMatrix } from '../features/apply/matrix';
import { drawMask } from '../model/layers/dropout';
import { Random } from '../random';
import { ChunkSize } from './chunk';
import type { Native } from './native';
import type { Pause, Runtime, TrainingJob, TrainingSession } from './runtime';
import { setWeights } from './weights';

/** Rows of one pass outside training. */
export const forwardRows = 4096;

type State = Record<StateName, Tensor>;

export interface CompiledNetwork {
  step: StepGraph;
  /** Makes any number of steps in one run, see `epochProgram`. */
  stepping: InferenceSession;
  /** See `outputsProgram`. */
  forward: InferenceSession;
}

function numbersOf(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new StrongroomError('INTERNAL', 'ONNX Runtime gave a result that is not of type float.');
}

/** Training in ONNX Runtime: many steps a run, with the state going in and out of it. */
export class OnnxSession implements TrainingSession {
  private state: State;
  /** Where the next run leaves its state, so that runs allocate none. */
  private spare: State;
  private stepsDone = 0;
  private readonly chunk: ChunkSize;
  private readonly rooms = new Map<string, Float32Array>();
  private readonly masks: { random: Random; rate: number; name: string; shape: number[]; size: number }[];

  constructor(
    readonly runtime: Runtime,
    private readonly native: Native,
    private readonly job: TrainingJob,
    private readonly compiled: CompiledNetwork,
  ) {
    const { step } = compiled;
    const weights = flatten(job.network.weights.map((weight) => weight.read().dataSync()));
    const stateOf = (parameters: Float32Array): State => ({
      parameters: this.tensor(parameters, [weights.length]),
      first: this.tensor(new Float32Array(weights.length), [weights.length]),
      second: this.tensor(new Float32Array(weights.length), [weights.length]),
    });
    this.state = stateOf(weights);
    this.spare = stateOf(new Float32Array(weights.length));
    this.masks = step.masks.map(({ layer, shape, ...mask }) => ({
      ...mask,
      shape,
      size: shape.reduce((product, length) => product * length, 1),
      random: new Random(job.seed, `dropout ${layer}`),
    }));
    const numbersPerStep =
      job.batchSize * (job.features.width + 1) + this.masks.reduce((sum, { size }) => sum + size, 0);
    this.chunk = new ChunkSize(4 * numbersPerStep);
  }

  private tensor(values: Float32Array, shape: readonly number[]): Tensor {
    return new this.native.Tensor('float32', values, shape);
  }

  /** Space that each run uses again, since fresh memory costs as much as what is written into it. */
  private room(name: string, length: number): Float32Array {
    const existing = this.rooms.get(name);
    if (existing !== undefined && existing.length >= length) return existing.subarray(0, length);
    const room = new Float32Array(length);
    this.rooms.set(name, room);
    return room;
  }

  async epoch(order: Int32Array, pause: Pause): Promise<number> {
    const { batchSize } = this.job;
    const steps = Math.floor(order.length / batchSize);
    let sum = 0;
    let done = 0;
    while (done < steps) {
      const count = this.chunk.next(steps - done);
      const before = performance.now();
      const losses = await this.run(order.subarray(done * batchSize, (done + count) * batchSize), count);
      this.chunk.took(count, performance.now() - before);
      for (const loss of losses) sum += loss;
      done += count;
      if (!(await pause(done * batchSize))) break;
    }
    return sum / done;
  }

  /** What `count` steps over these rows take in. */
  private feeds(rows: Int32Array, count: number): Record<string, Tensor> {
    const { features, target, batchSize, optimizer } = this.job;
    const factors = Array.from({ length: count }, (_, index) =>
      adamFactors(optimizer.learningRate, this.stepsDone + index + 1),
    );
    const wanted = Float32Array.from(rows, (row) => target[row] ?? Number.NaN);
    const masks = this.masks.map(({ name, shape, size, rate, random }): [string, Tensor] => {
      const values = this.room(name, count * size);
      drawMask(random, rate, values);
      return [name, this.tensor(values, [count, ...shape])];
    });
    return {
      x: this.tensor(features.gather(rows), [count, batchSize, features.width]),
      y: this.tensor(wanted, [count, batchSize, 1]),
      rate: this.tensor(
        Float32Array.from(factors, ({ rate }) => rate),
        [count],
      ),
      stabiliser: this.tensor(
        Float32Array.from(factors, ({ stabiliser }) => stabiliser),
        [count],
      ),
      ...Object.fromEntries(masks),
    };
  }

  /** @returns the loss of each step. */
  private async run(rows: Int32Array, count: number): Promise<Float32Array> {
    const losses = this.tensor(new Float32Array(count), [count]);
    const results: Record<string, Tensor> = { [lossName]: losses };
    for (const name of stateNames) results[nextName(name)] = this.spare[name];
    await this.compiled.stepping.run({ ...this.state, ...this.feeds(rows, count) }, results);
    [this.state, this.spare] = [this.spare, this.state];
    this.stepsDone += count;
    return numbersOf(losses);
  }

  async outputs(features: FeatureMatrix, pause: Pause): Promise<Float32Array> {
    const parts: Float32Array[] = [];
    for (let start = 0; start < features.rows; start += forwardRows) {
      const end = Math.min(start + forwardRows, features.rows);
      const x = this.tensor(features.slice(start, end), [end - start, features.width]);
      const results = await this.compiled.forward.run({ x, parameters: this.state.parameters });
      parts.push(numbersOf(results[outputName]));
      await pause(end);
    }
    return flatten(parts);
  }

  async weights(): Promise<Float32Array[]> {
    return unflatten(numbersOf(this.state.parameters), this.compiled.step.sizes);
  }

  async close(weights: Float32Array[] | null): Promise<void> {
    await this.compiled.stepping.release();
    await this.compiled.forward.release();
    if (weights !== null) setWeights(this.job.network, weights);
  }
}
