import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { trainingSchema } from '../../../src-main/contract/schemas/training';
import { startTensors } from '../../../src-main/engine/features/tensors';
import { adam } from '../../../src-main/engine/learning/optimizers/adam';
import { onnx } from '../../../src-main/engine/runtimes/onnx';
import { jobs, lossOf } from './jobs';
import { matrixOf } from './train-job';

const rows = 256;

/** Ten layers with weights each. */
const builders: Record<string, () => LayersModel> = {
  dense: () => {
    const hidden = Array.from({ length: 9 }, (_, index) =>
      layers.dense({ units: 64, activation: 'relu', ...(index === 0 ? { inputShape: [30] } : {}) }),
    );
    return sequential({ layers: [...hidden, layers.dense({ units: 1 })] });
  },
  convolution: () => {
    const convolutions = Array.from({ length: 8 }, () =>
      layers.conv2d({ filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' }),
    );
    return sequential({
      layers: [
        layers.reshape({ targetShape: [28, 28, 1], inputShape: [28 * 28] }),
        ...convolutions,
        layers.flatten(),
        layers.dense({ units: 16, activation: 'relu' }),
        layers.dense({ units: 10 }),
      ],
    });
  },
};
export const networks = Object.keys(builders);

/** Compiles the training of a network and runs no step. @returns seconds. */
export async function compile(name: string): Promise<number> {
  await startTensors();
  const job = jobs.find(({ kind }) => kind === (name === 'dense' ? 'mlp' : 'cnn'));
  const build = builders[name];
  if (job === undefined || build === undefined) throw new Error(`There is no network ${name}.`);
  const small = { ...job, rows };
  const table = { features: new Float32Array(rows * job.width), target: new Float32Array(rows) };
  const features = await matrixOf(table, small);
  const network = build();
  const started = performance.now();
  const session = await onnx.start({
    network,
    features,
    target: table.target,
    loss: lossOf(job),
    batchSize: 32,
    optimizer: adam,
    regularization: trainingSchema.parse({}).regularization,
    seed: 1,
  });
  const seconds = (performance.now() - started) / 1000;
  await session.close(null);
  network.dispose();
  return seconds;
}
