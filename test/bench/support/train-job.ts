import { FeatureMatrix } from '../../../src-main/engine/features/apply/matrix';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { Random } from '../../../src-main/engine/random';
import { onnx, onnxRuntimes } from '../../../src-main/engine/runtimes/onnx';
import { reference } from '../../../src-main/engine/runtimes/reference';
import { libraryOf } from '../../../src-main/engine/runtimes/runtime';
import type { Runtime, TrainingSession } from '../../../src-main/engine/runtimes/runtime';
import { adam } from '../../../src-main/engine/learning/optimizers/adam';
import { tensorflow } from '../../../src-main/engine/runtimes/tensorflow';
import { trainingSchema } from '../../../src-main/contract/schemas/training';
import { enginesFolder } from '../../../src-main/workspace';
import { lossOf, networkOf, targetColumn } from './jobs';
import type { Job, Table } from './jobs';

export { jobs, makeTable } from './jobs';
export { wasmRuntime } from './wasm';

process.env['STRONGROOM_ENGINES'] = enginesFolder();

function plainFeatures(job: Job): Fitted {
  const features = Array.from({ length: job.width }, (_, index) => ({
    column: `column ${index}`,
    kind: 'number' as const,
    center: 0,
    scale: 1,
    median: 0,
    indicator: false,
  }));
  return { formatVersion: 1, features, ...targetColumn(job) };
}

export async function matrixOf(table: Table, job: Job): Promise<FeatureMatrix> {
  const { rows, width } = job;
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
  return FeatureMatrix.make(plainFeatures(job), Object.fromEntries(columns), rows, async () => undefined);
}

export interface Runner {
  /** The library, as runs tell it. */
  runner: string;
  device: string;
  /** The GPU, or the software that stands in for it, where that is known. */
  hardware: string | null;
  /** Trains for about so many seconds, whole epochs or at least one batch. @returns rows a second. */
  measure(seconds: number): Promise<number>;
  close(): Promise<void>;
}

/** What can be measured here: ONNX Runtime on the processor and on each GPU that works, TensorFlow, the reference. */
export async function findRuntimes(): Promise<Runtime[]> {
  const others = [...onnxRuntimes, tensorflow];
  const reports = await Promise.all(others.map((runtime) => runtime.report()));
  const working = others.filter((_, index) => reports[index]?.available === true);
  return [onnx, ...working.filter((runtime) => runtime !== onnx), reference];
}

/** Trains the benchmark's network on a runtime, as the application does: rows are gathered in a new order each epoch. */
export async function startRunner(runtime: Runtime, table: Table, job: Job): Promise<Runner> {
  await startTensors();
  const network = networkOf(job);
  const session: TrainingSession = await runtime.start({
    network,
    features: await matrixOf(table, job),
    target: table.target,
    loss: lossOf(job),
    batchSize: job.batch,
    optimizer: adam,
    regularization: trainingSchema.parse({}).regularization,
    seed: 1,
  });
  const random = new Random(1, 'order');
  const order = Int32Array.from(table.target.keys());
  return {
    runner: libraryOf(runtime),
    device: runtime.device(),
    hardware: (await runtime.report()).hardware ?? null,
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
