import { FeatureMatrix } from '../../../src-main/engine/features/apply/matrix';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { build } from '../../../src-main/engine/model/build';
import { Random } from '../../../src-main/engine/random';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { reference } from '../../../src-main/engine/runtimes/reference';
import type { TrainingSession } from '../../../src-main/engine/runtimes/runtime';
import { binaryCrossEntropy } from '../../../src-main/engine/learning/losses/binary-cross-entropy';
import { adam } from '../../../src-main/engine/learning/optimizers/adam';
import { tensorflow } from '../../../src-main/engine/runtimes/tensorflow';
import { recipeSchema } from '../../../src-main/contract/schemas/recipe';
import { enginesFolder } from '../../../src-main/workspace';

process.env['STRONGROOM_ENGINES'] = enginesFolder();

/** Whether the native TensorFlow library is installed, see docs/tensorflow.md. */
export const hasTensorflow = (): boolean => tensorflow.report().available;

export interface Shape {
  rows: number;
  width: number;
  units: number;
  batch: number;
}

export interface Table {
  /** [rows, width]. */
  features: Float32Array;
  /** 0 or 1 for each row. */
  target: Float32Array;
}

/** Rows of standard normal numbers, and whether a curved function of them with some noise is positive. */
export function makeTable({ rows, width }: Shape): Table {
  const random = new Random(1, 'benchmark');
  const features = Float32Array.from({ length: rows * width }, () => random.normal());
  const target = Float32Array.from({ length: rows }, (_, row) => {
    const [a = 0, b = 0, c = 0] = features.subarray(row * width);
    return Number(Math.sin(2 * a) + b * c + 0.3 * random.normal() > 0);
  });
  return { features, target };
}

function plainFeatures(width: number): Fitted {
  const features = Array.from({ length: width }, (_, index) => ({
    column: `column ${index}`,
    kind: 'number' as const,
    center: 0,
    scale: 1,
    median: 0,
    indicator: false,
  }));
  const target = { kind: 'classes' as const, column: 'target', classes: ['no', 'yes'] };
  return { formatVersion: 1, task: 'binary', features, target };
}

async function matrixOf(table: Table, { rows, width }: Shape): Promise<FeatureMatrix> {
  const columns = Array.from(
    { length: width },
    (_, column): [string, { dtype: 'float32'; values: Float32Array }] => {
      const values = Float32Array.from(
        { length: rows },
        (_value, row) => table.features[row * width + column] ?? 0,
      );
      return [`number:${column}`, { dtype: 'float32', values }];
    },
  );
  return FeatureMatrix.make(plainFeatures(width), Object.fromEntries(columns), rows, async () => undefined);
}

export interface Runner {
  device: string;
  /** Trains for about so many seconds, whole epochs or at least one batch. @returns rows a second. */
  measure(seconds: number): Promise<number>;
  close(): Promise<void>;
}

/** Trains the benchmark's network on a runtime, as the application does: rows are gathered in a new order each epoch. */
export async function startRunner(
  name: 'onnx' | 'reference' | 'tensorflow',
  table: Table,
  shape: Shape,
): Promise<Runner> {
  await startTensors();
  const runtime = { onnx, reference, tensorflow }[name];
  const recipe = recipeSchema.parse({
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: 'target',
    model: { hidden: [shape.units, shape.units] },
  });
  const network = build(recipe, shape.width, 1);
  const session: TrainingSession = await runtime.start({
    network,
    features: await matrixOf(table, shape),
    target: table.target,
    loss: binaryCrossEntropy({ labelSmoothing: 0, focalGamma: 0, weights: null }),
    batchSize: shape.batch,
    optimizer: adam,
    regularization: recipe.training.regularization,
    seed: 1,
  });
  const random = new Random(1, 'order');
  const order = Int32Array.from(table.target.keys());
  return {
    device: runtime.device(),
    async measure(seconds) {
      const start = performance.now();
      const elapsed = (): number => (performance.now() - start) / 1000;
      let rows = 0;
      do {
        let done = 0;
        await session.epoch(
          random.shuffle(order),
          () => 0.001,
          async (rowsDone) => {
            done = rowsDone;
            return elapsed() < seconds;
          },
        );
        rows += done;
      } while (elapsed() < seconds);
      return rows / elapsed();
    },
    async close() {
      await session.close(null);
      network.dispose();
    },
  };
}
