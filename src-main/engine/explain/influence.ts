import type { LayersModel } from '@tensorflow/tfjs-layers';
import { featureWidth } from '../features/apply';
import type { Fitted } from '../features/fitted';

/**
 * Indices of the features worth a closer look: all of them, or of very many the `most` whose inputs have the
 * largest mean absolute weight in the first layer. Ties keep the order of the columns.
 */
export function influentialFeatures(fitted: Fitted, network: LayersModel, most: number): number[] {
  const indices = [...fitted.features.keys()];
  const kernel = network.weights.find(
    ({ shape, originalName }) => shape.length === 2 && /kernel$/.test(originalName),
  );
  if (indices.length <= most || kernel === undefined) return indices;
  const weights = kernel.read().dataSync();
  const units = kernel.shape[1] ?? 1;
  let row = 0;
  const influence = fitted.features.map((feature) => {
    // What is learned of a category stands in the place of its id.
    const width = feature.kind === 'embedding' ? feature.width : featureWidth(feature);
    let sum = 0;
    for (let i = row * units; i < (row + width) * units; i++) sum += Math.abs(weights[i] ?? 0);
    row += width;
    return sum / (width * units);
  });
  return indices
    .sort((a, b) => (influence[b] ?? 0) - (influence[a] ?? 0) || a - b)
    .slice(0, most)
    .sort((a, b) => a - b);
}
