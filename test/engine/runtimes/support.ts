import type { z } from 'zod';
import { plainInputs } from '../../../src-main/contract/network';
import { learningRateOf, planLoss } from '../../../src-main/contract/planning';
import type { Recipe, Task } from '../../../src-main/contract/schemas/recipe';
import { FeatureMatrix } from '../../../src-main/engine/features/apply/matrix';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { build } from '../../../src-main/engine/model/build';
import { Random } from '../../../src-main/engine/random';
import type { Runtime, TrainingJob } from '../../../src-main/engine/runtimes/runtime';
import { trainingSchema } from '../../../src-main/contract/schemas/training';
import { lossOf } from '../../../src-main/engine/learning/losses';
import { optimizerOf } from '../../../src-main/engine/learning/optimizers';
import { recipeOf } from '../train/tables';

export interface JobOptions {
  task: Task;
  rows?: number;
  width?: number;
  batchSize?: number;
  classes?: number;
  model?: Partial<Recipe['model']>;
  seed?: number;
  training?: z.input<typeof trainingSchema>;
}

const always = async (): Promise<boolean> => true;

function plainFeatures(width: number): Fitted {
  return {
    formatVersion: 1,
    task: 'regression',
    features: Array.from({ length: width }, (_, index) => ({
      column: `column ${index}`,
      kind: 'number',
      center: 0,
      scale: 1,
      median: 0,
      indicator: false,
    })),
    target: { kind: 'number', column: 'target', mean: 0, deviation: 1 },
  };
}

/** Random rows with something to learn in them, and a fresh network for them. */
export async function makeJob(options: JobOptions): Promise<TrainingJob> {
  const { task, rows = 400, width = 9, batchSize = 32, classes = 4, model = {}, seed = 3 } = options;
  const training = trainingSchema.parse(options.training ?? {});
  const random = new Random(seed, 'job');
  const columns = Array.from({ length: width }, () =>
    Float32Array.from({ length: rows }, () => random.normal()),
  );
  const features = await FeatureMatrix.make(
    plainFeatures(width),
    Object.fromEntries(
      columns.map((values, index) => [`number:${index}`, { dtype: 'float32' as const, values }]),
    ),
    rows,
    async () => undefined,
  );
  const target = Float32Array.from({ length: rows }, (_, row) => {
    const value = Math.sin(2 * (columns[0]?.[row] ?? 0)) + (columns[1]?.[row] ?? 0) + 0.1 * random.normal();
    if (task === 'regression') return value;
    return task === 'binary'
      ? Number(value > 0)
      : Math.min(classes - 1, Math.max(0, Math.floor(value + classes / 2)));
  });
  const outputs = task === 'multiclass' ? classes : 1;
  const network = build(recipeOf({ model: { hidden: [16, 16], ...model }, seed }), {
    inputs: plainInputs(width),
    outputs,
  });
  return {
    network,
    features,
    target,
    loss: lossOf(planLoss(training, task), {
      options: training.lossOptions,
      task,
      target,
      classes: task === 'regression' ? 0 : task === 'binary' ? 2 : classes,
    }),
    batchSize,
    optimizer: optimizerOf(training),
    regularization: training.regularization,
    seed,
  };
}

export interface Trained {
  losses: number[];
  weights: Float32Array[];
  outputs: Float32Array;
}

/** Trains a fresh job by a runtime for so many epochs, and disposes its network. */
export async function trainJob(runtime: Runtime, options: JobOptions, epochs: number): Promise<Trained> {
  const job = await makeJob(options);
  const rate = learningRateOf(trainingSchema.parse(options.training ?? {}));
  const session = await runtime.start(job);
  const random = new Random(options.seed ?? 3, 'order');
  const order = Int32Array.from({ length: job.target.length }, (_, row) => row);
  const lossesOfEpochs: number[] = [];
  for (let epoch = 0; epoch < epochs; epoch++) {
    lossesOfEpochs.push(await session.epoch(random.shuffle(order), () => rate, always));
  }
  const weights = await session.weights();
  const outputs = await session.outputs(job.features, always);
  await session.close(weights);
  job.network.dispose();
  return { losses: lossesOfEpochs, weights, outputs };
}

/** The largest difference, as a share of the largest value that was expected. */
export function relativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let difference = 0;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const wanted = expected[i] ?? Number.NaN;
    // NaN is not less than anything, so that it is never taken for agreement.
    const apart = Math.abs((actual[i] ?? Number.NaN) - wanted);
    if (!(apart <= difference)) difference = apart;
    largest = Math.max(largest, Math.abs(wanted));
  }
  return largest === 0 ? difference : difference / largest;
}
