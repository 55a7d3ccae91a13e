import { outputMetrics, validationScore } from '../../../src-main/engine/evaluate/validation-score';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { TakenMatrix } from '../../../src-main/engine/features/apply/matrix';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { adam } from '../../../src-main/engine/learning/optimizers/adam';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { planBatches } from '../../../src-main/engine/train/batches';
import { trainNetwork } from '../../../src-main/engine/train/loop';
import { layersEvery, metricsEvery } from '../../../src-main/engine/train/reading-costs';
import { trainingSchema } from '../../../src-main/contract/schemas/training';
import { lossOf, networkOf, targetColumn } from './jobs';
import type { Job, Table } from './jobs';
import { matrixOf } from './train-job';

export { jobs, makeTable } from './jobs';

const validationRows = 1000;
const sampledRows = 1024;

/**
 * Trains a job for so many epochs through the loop that the application has.
 * @param looks whether layers are looked at and all scores taken, as often as the application does.
 * @returns seconds, with those of validation, and how often it was looked.
 */
export async function trainOnce(
  table: Table,
  job: Job,
  epochs: number,
  looks: boolean,
): Promise<{ seconds: number; readings: number; scored: number }> {
  await startTensors();
  const network = networkOf(job);
  const features = await matrixOf(table, job);
  const fitted: Fitted = { formatVersion: 1, features: [], ...targetColumn(job) };
  const { steps, size: batchSize } = planBatches(table.target.length, job.batch);
  const size = { network, rows: table.target.length, steps, epochs };
  const outputs = network.outputs[0]?.shape.at(-1) ?? 1;
  const part = (rows: number) => ({
    features: new TakenMatrix(features.slice(0, rows), features.width),
    target: table.target.slice(0, rows),
  });
  const held = part(validationRows);
  const sample = part(sampledRows);
  try {
    const started = performance.now();
    const { layers, history } = await trainNetwork(
      {
        fitted,
        runtime: onnx,
        training: trainingSchema.parse({ epochs, patience: epochs }),
        job: {
          network,
          features,
          target: table.target,
          loss: lossOf(job),
          batchSize,
          optimizer: adam,
          regularization: trainingSchema.parse({}).regularization,
          seed: 1,
          epochs,
        },
        steps,
        validation: { features: held.features, raw: held.target, target: held.target },
        score: (given) => validationScore(fitted, given, held.target),
        metrics: (given) => outputMetrics(fitted, given, held.target),
        checkpoints: null,
        ...(looks
          ? {
              layersEvery: layersEvery(size),
              trainingSample: {
                features: sample.features,
                metrics: (given: Float32Array) => outputMetrics(fitted, given, sample.target),
                every: metricsEvery(
                  { scored: validationRows + sampledRows, sample: sampledRows, outputs },
                  size,
                ),
              },
            }
          : {}),
      },
      {
        signal: new AbortController().signal,
        stopRequested: () => false,
        pauseRequested: () => false,
        report: () => undefined,
      },
    );
    return {
      seconds: (performance.now() - started) / 1000,
      readings: layers?.readings.length ?? 0,
      scored: history.filter(({ trainMetrics }) => trainMetrics !== undefined).length,
    };
  } finally {
    network.dispose();
  }
}
