import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { StrongroomError } from '../../contract/errors';
import { nextName } from '../compile/training/epoch-program';
import { outputName } from '../compile/training/outputs-program';
import type { FeatureMatrix } from '../features/apply/matrix';
import { flatten, parametersName, statisticsName } from '../learning/flat';
import { NoiseSource } from '../learning/noise';
import { gradientName, lossName } from '../learning/step';
import type { TrainingStep } from '../learning/step';
import { rowsAtOnce } from '../data/rows-at-once';
import { ChunkSize } from './chunk';
import type { Native } from './native';
import { LossNotFinite } from './runtime';
import type {
  Pause,
  RateOfStep,
  Runtime,
  SessionSnapshot,
  TrainingJob,
  TrainingSession,
  WatchedStep,
} from './runtime';
import { takeBatches } from './take-batches';
import { setWeights } from './weights';

/** Rows of one pass outside training. */
export const forwardRows = 4096;

type Tensors = Record<string, Tensor>;

/** Steps of one number of rows. */
export interface CompiledStep {
  step: TrainingStep;
  /** Makes any number of steps in one run, see `epochProgram`. */
  stepping: InferenceSession;
}

export interface CompiledNetwork extends CompiledStep {
  /** See `outputsProgram`. */
  forward: InferenceSession;
  /** Compiles the step for another number of rows: of the last batch of an epoch, where it is smaller. */
  compileStep(rows: number): Promise<CompiledStep>;
}

function numbersOf(tensor: Tensor | undefined): Float32Array {
  if (tensor?.data instanceof Float32Array) return tensor.data;
  throw new StrongroomError('INTERNAL', 'ONNX Runtime gave a result that is not of type float.');
}

/** Steps that one run makes. */
interface Chunk {
  program: CompiledStep;
  /** Of the first step within the epoch, from 0. */
  first: number;
  count: number;
  rows: Int32Array;
}

/** Training in ONNX Runtime: many steps a run, with the state going in and out of it. */
export class OnnxSession implements TrainingSession {
  private state: Tensors;
  /** Where the next run leaves its state, so that runs allocate none. */
  private spare: Tensors;
  /** Of the last step that was made. */
  private readonly gradient: Tensor;
  private stepsDone: number;
  private readonly chunk: ChunkSize;
  private readonly rooms = new Map<string, Float32Array>();
  private readonly noise: NoiseSource;
  /** Of the last batch of an epoch, once there was one with fewer rows. */
  private last: CompiledStep | null = null;

  constructor(
    readonly runtime: Runtime,
    private readonly native: Native,
    private readonly job: TrainingJob,
    private readonly compiled: CompiledNetwork,
  ) {
    const { step } = compiled;
    const { resume, seed, batchSize, features } = job;
    const values = resume?.state ?? step.initialState();
    this.state = this.tensorsOf(values);
    this.spare = this.tensorsOf(values);
    const parameters = values[parametersName]?.length ?? 0;
    this.gradient = this.tensor(new Float32Array(parameters), [parameters]);
    this.stepsDone = resume?.steps ?? 0;
    this.noise = new NoiseSource(step.noise, seed);
    this.noise.restore(resume?.noise ?? {});
    const drawn = step.noise.reduce((sum, { size }) => sum + size, 0);
    this.chunk = new ChunkSize(4 * (batchSize * (features.width + step.targets) + drawn));
  }

  private tensor(values: Float32Array, shape: readonly number[]): Tensor {
    return new this.native.Tensor('float32', values, shape);
  }

  /** Of copies, since runs write into them. */
  private tensorsOf(values: Readonly<Record<string, Float32Array>>): Tensors {
    const entries = Object.entries(values);
    return Object.fromEntries(
      entries.map(([name, numbers]) => [name, this.tensor(numbers.slice(), [numbers.length])]),
    );
  }

  /** Space that each run uses again, since fresh memory costs as much as what is written into it. */
  private room(name: string, length: number): Float32Array {
    const existing = this.rooms.get(name);
    if (existing !== undefined && existing.length >= length) return existing.subarray(0, length);
    const room = new Float32Array(length);
    this.rooms.set(name, room);
    return room;
  }

  async epoch(
    order: Int32Array,
    rateOf: RateOfStep,
    pause: Pause,
    watch?: (step: WatchedStep) => void,
  ): Promise<number> {
    const { batchSize } = this.job;
    const whole = Math.floor(order.length / batchSize);
    // A step that is watched is a run of its own, since only its ends are seen.
    const together = watch !== undefined && whole * batchSize === order.length ? whole - 1 : whole;
    let sum = 0;
    let done = 0;
    let steps = 0;
    while (done < order.length) {
      const isWhole = steps < whole;
      const count = steps < together ? this.chunk.next(together - steps) : 1;
      const rows = order.subarray(done, done + (isWhole ? count * batchSize : batchSize));
      const program = isWhole ? this.compiled : await this.lastProgram(rows.length);
      const before = performance.now();
      const losses = await this.run({ program, first: steps, count, rows }, rateOf);
      if (steps < together) this.chunk.took(count, performance.now() - before);
      for (const loss of losses) sum += (loss * rows.length) / count;
      done += rows.length;
      steps += count;
      if (done === order.length) watch?.(this.lastStep());
      if (!(await pause(done))) break;
    }
    return sum / done;
  }

  /** After a run of one step: where it began is in the room that the next run leaves its state in. */
  private lastStep(): WatchedStep {
    return {
      before: numbersOf(this.spare[parametersName]),
      after: numbersOf(this.state[parametersName]),
      gradient: numbersOf(this.gradient),
    };
  }

  private async lastProgram(rows: number): Promise<CompiledStep> {
    if (this.last?.step.batchSize === rows) return this.last;
    await this.last?.stepping.release();
    this.last = null;
    this.last = await this.compiled.compileStep(rows);
    return this.last;
  }

  /** The scalars of each step: [steps] each. */
  private factors({ program, first, count }: Chunk, rateOf: RateOfStep): Tensors {
    const { step } = program;
    const each = Array.from({ length: count }, (_, index) =>
      step.factors(rateOf(first + index), this.stepsDone + index + 1),
    );
    return Object.fromEntries(
      Object.keys(each[0] ?? {}).map((name) => [
        name,
        this.tensor(
          Float32Array.from(each, (factors) => factors[name] ?? Number.NaN),
          [count],
        ),
      ]),
    );
  }

  /** What the steps of a run take in. */
  private feeds(chunk: Chunk, rateOf: RateOfStep): Tensors {
    const { program, count, rows } = chunk;
    const { features } = this.job;
    const { batchSize, noise } = program.step;
    const { x, y, targets } = takeBatches(this.job, rows, batchSize, this.stepsDone);
    const drawn = noise.map(({ name, shape, size }): [string, Tensor] => {
      const values = this.room(name, count * size);
      this.noise.fill(name, values);
      return [name, this.tensor(values, [count, ...shape])];
    });
    return {
      x: this.tensor(x, [count, batchSize, features.width]),
      y: this.tensor(y, [count, batchSize, targets]),
      ...this.factors(chunk, rateOf),
      ...Object.fromEntries(drawn),
    };
  }

  /** One run of the program from the state that is there into the spare one. @returns the loss of each step. */
  private async execute(
    { step, stepping }: CompiledStep,
    feeds: Tensors,
    count: number,
  ): Promise<Float32Array> {
    const losses = this.tensor(new Float32Array(count), [count]);
    const results: Tensors = { [lossName]: losses, [nextName(gradientName)]: this.gradient };
    for (const name of step.stateNames) {
      const room = this.spare[name];
      if (room !== undefined) results[nextName(name)] = room;
    }
    await stepping.run({ ...this.state, ...feeds }, results);
    return numbersOf(losses);
  }

  private async run(chunk: Chunk, rateOf: RateOfStep): Promise<Float32Array> {
    const { program, count } = chunk;
    const feeds = this.feeds(chunk, rateOf);
    const losses = await this.execute(program, feeds, count);
    const broken = losses.findIndex((loss) => !Number.isFinite(loss));
    if (broken >= 0) throw await this.failure(chunk, feeds, broken, losses[broken] ?? Number.NaN);
    [this.state, this.spare] = [this.spare, this.state];
    this.stepsDone += count;
    return losses;
  }

  /** Goes again over the steps before the one that broke, for the weights that it began with. */
  private async failure(chunk: Chunk, feeds: Tensors, broken: number, loss: number): Promise<LossNotFinite> {
    const { batchSize } = chunk.program.step;
    if (broken > 0) {
      const upTo = Object.entries(feeds).map(([name, { data, dims }]): [string, Tensor] => {
        const [, ...shape] = dims;
        const size = shape.reduce((product, length) => product * length, 1);
        const values = data instanceof Float32Array ? data.slice(0, broken * size) : new Float32Array(0);
        return [name, this.tensor(values, [broken, ...shape])];
      });
      await this.execute(chunk.program, Object.fromEntries(upTo), broken);
      [this.state, this.spare] = [this.spare, this.state];
    }
    const rows = chunk.rows.slice(broken * batchSize, (broken + 1) * batchSize);
    return new LossNotFinite(chunk.first + broken, loss, rows, await this.weights());
  }

  async outputs(features: FeatureMatrix, pause: Pause): Promise<Float32Array> {
    const parts: Float32Array[] = [];
    const weights = [parametersName, statisticsName].flatMap((name): [string, Tensor][] => {
      const tensor = this.state[name];
      return tensor === undefined ? [] : [[name, tensor]];
    });
    const step = rowsAtOnce(features.width, forwardRows);
    for (let start = 0; start < features.rows; start += step) {
      const end = Math.min(start + step, features.rows);
      const x = this.tensor(features.slice(start, end), [end - start, features.width]);
      const results = await this.compiled.forward.run({ x, ...Object.fromEntries(weights) });
      parts.push(numbersOf(results[outputName]));
      await pause(end);
    }
    return flatten(parts);
  }

  private numbers(): Record<string, Float32Array> {
    return Object.fromEntries(
      Object.entries(this.state).map(([name, tensor]) => [name, numbersOf(tensor).slice()]),
    );
  }

  async weights(): Promise<Float32Array[]> {
    return this.compiled.step.weightsOf(this.numbers());
  }

  async snapshot(): Promise<SessionSnapshot> {
    return { state: this.numbers(), steps: this.stepsDone, noise: this.noise.state() };
  }

  async close(weights: Float32Array[] | null): Promise<void> {
    await this.compiled.stepping.release();
    await this.last?.stepping.release();
    await this.compiled.forward.release();
    if (weights !== null) setWeights(this.job.network, weights);
  }
}
