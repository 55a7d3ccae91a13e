import { layers } from '@tensorflow/tfjs-layers';
import type { layers as layerTypes } from '@tensorflow/tfjs-layers';

export interface DenseOptions {
  name: string;
  units: number;
  /** Columns of the input: given for the first layer only. */
  width?: number;
}

/** Fully connected: x W + b. Weights begin at zero here; `initialise` fills them from the seed. */
export function dense({ name, units, width }: DenseOptions): layerTypes.Layer {
  return layers.dense({
    name,
    units,
    kernelInitializer: 'zeros',
    biasInitializer: 'zeros',
    ...(width === undefined ? {} : { inputShape: [width] }),
  });
}
