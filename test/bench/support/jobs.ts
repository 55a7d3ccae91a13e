import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { plainInputs } from '../../../src-main/contract/network';
import { recipeSchema } from '../../../src-main/contract/schemas/recipe';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { binaryCrossEntropy } from '../../../src-main/engine/learning/losses/binary-cross-entropy';
import { categoricalCrossEntropy } from '../../../src-main/engine/learning/losses/categorical-cross-entropy';
import { meanSquaredError } from '../../../src-main/engine/learning/losses/mean-squared-error';
import type { Loss } from '../../../src-main/engine/learning/losses';
import { build } from '../../../src-main/engine/model/build';
import { Random } from '../../../src-main/engine/random';

/** What every runner is told of a network and its rows. */
interface Size {
  name: string;
  rows: number;
  /** Numbers in a row. */
  width: number;
  batch: number;
}

export type Job = Size &
  (
    | { kind: 'mlp'; units: number }
    | { kind: 'cnn'; side: number; classes: number }
    | { kind: 'lstm'; steps: number; units: number }
  );

const mlp = (units: number): Job => ({
  name: `mlp-${units}`,
  kind: 'mlp',
  rows: 20_000,
  width: 30,
  batch: 256,
  units,
});

/** Two hidden layers, grey images, and a series of steps. */
export const jobs: readonly Job[] = [
  mlp(32),
  mlp(128),
  mlp(1024),
  { name: 'cnn-28', kind: 'cnn', rows: 4096, width: 28 * 28, batch: 64, side: 28, classes: 10 },
  { name: 'lstm-20', kind: 'lstm', rows: 8192, width: 20 * 8, batch: 64, steps: 20, units: 32 },
];

export interface Table {
  /** [rows, width]. */
  features: Float32Array;
  /** One number a row: 0 or 1, the index of a class, or any number. */
  target: Float32Array;
}

/** What is to be learned from a row: a curved function of it with some noise. */
function targetOf(job: Job, row: Float32Array, random: Random): number {
  const [a = 0, b = 0, c = 0] = row;
  const sum = Math.sin(2 * a) + b * c + 0.3 * random.normal();
  if (job.kind === 'mlp') return Number(sum > 0);
  if (job.kind === 'lstm') return sum;
  return Math.min(job.classes - 1, Math.max(0, Math.floor(2 * sum + job.classes / 2)));
}

/** Rows of standard normal numbers, the same whenever they are made. */
export function makeTable(job: Job): Table {
  const { rows, width } = job;
  const random = new Random(1, 'benchmark');
  const features = Float32Array.from({ length: rows * width }, () => random.normal());
  const target = Float32Array.from({ length: rows }, (_, row) =>
    targetOf(job, features.subarray(row * width, (row + 1) * width), random),
  );
  return { features, target };
}

export function targetColumn(job: Job): Pick<Fitted, 'task' | 'target'> {
  if (job.kind === 'lstm') {
    return { task: 'regression', target: { kind: 'number', column: 'target', mean: 0, deviation: 1 } };
  }
  const count = job.kind === 'cnn' ? job.classes : 2;
  const classes = Array.from({ length: count }, (_, index) => String(index));
  return {
    task: job.kind === 'cnn' ? 'multiclass' : 'binary',
    target: { kind: 'classes', column: 'target', classes },
  };
}

/** The network of a job with a logit or number for each output. */
export function networkOf(job: Job): LayersModel {
  if (job.kind === 'mlp') {
    const recipe = recipeSchema.parse({
      version: 1,
      data: { dataset: null, fingerprint: null, reading: null },
      target: 'target',
      model: { hidden: [job.units, job.units] },
    });
    return build(recipe, { inputs: plainInputs(job.width), outputs: 1 });
  }
  const seeded = { kernelInitializer: 'glorotNormal' } as const;
  if (job.kind === 'lstm') {
    const targetShape = [job.steps, job.width / job.steps];
    return sequential({
      layers: [
        layers.reshape({ targetShape, inputShape: [job.width] }),
        layers.lstm({ units: job.units, ...seeded, recurrentInitializer: 'glorotNormal' }),
        layers.dense({ units: 1, ...seeded }),
      ],
    });
  }
  const convolution = (filters: number): ReturnType<typeof layers.conv2d> =>
    layers.conv2d({ filters, kernelSize: 3, activation: 'relu', ...seeded });
  return sequential({
    layers: [
      layers.reshape({ targetShape: [job.side, job.side, 1], inputShape: [job.width] }),
      convolution(8),
      layers.maxPooling2d({ poolSize: 2 }),
      convolution(16),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: job.classes, ...seeded }),
    ],
  });
}

export function lossOf({ kind }: Job): Loss {
  if (kind === 'lstm') return meanSquaredError;
  const options = { labelSmoothing: 0, focalGamma: 0, weights: null };
  return kind === 'cnn' ? categoricalCrossEntropy(options) : binaryCrossEntropy(options);
}
