import { layers } from '@tensorflow/tfjs-layers';
import type { Random } from '../../random';

/** A layer whose weights begin as it says, and not as those of a dense layer do. */
export abstract class OwnWeightsLayer extends layers.Layer {
  /**
   * What a weight begins with; null for what the layer was built with.
   * @param name of the weight within the layer. @param shape of it.
   */
  abstract begin(name: string, shape: readonly number[], random: Random): Float32Array | null;
}

/** Evenly between -limit and limit. */
export const evenly = (random: Random, length: number, limit: number): Float32Array =>
  Float32Array.from({ length }, () => (2 * random.next() - 1) * limit);
