import type { LayersModel } from '@tensorflow/tfjs-layers';

type Sizes = readonly (number | null)[];

/** Steps, points or members: all sizes between that of the rows and that of the channels. */
const placesOf = (shape: Sizes): number =>
  shape.slice(1, -1).reduce<number>((product, size) => product * (size ?? 1), 1);

/**
 * About how many multiplications a row costs, forward: every weight once for each place that its layer works on, which are
 * the steps of a sequence, also where only the last one is given, the points of a picture, or the members of an ensemble.
 */
export function multiplicationsOfRow({ layers }: LayersModel): number {
  return layers.reduce((sum, layer) => {
    const weights = layer.countParams();
    if (weights === 0) return sum;
    const given = [layer.input].flat()[0]?.shape ?? [];
    const made = [layer.output].flat()[0]?.shape ?? [];
    return sum + weights * placesOf(made.length < given.length ? given : made);
  }, 0);
}
