import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * About how many multiplications a row costs, forward: every weight once for each place that its layer works on, which are
 * the steps of a sequence, the points of a picture, or the members of an ensemble.
 */
export function multiplicationsOfRow({ layers }: LayersModel): number {
  return layers.reduce((sum, layer) => {
    const weights = layer.countParams();
    if (weights === 0) return sum;
    const places = layer.outputShape
      .slice(1, -1)
      .reduce<number>((product, size) => product * (typeof size === 'number' ? size : 1), 1);
    return sum + weights * places;
  }, 0);
}
