import {
  gradientBins,
  smallestGradient,
  type LayerHistory,
  type LayerReading,
} from '../../src-main/contract';

/** What of each layer is shown over the epochs. */
export const layerMeasures = {
  gradientNorm: {
    title: 'Gradient norm',
    caption:
      'How strongly the loss of a batch pulls at the weights of each layer. A layer that stays far lighter than the others hardly learns.',
  },
  updateRatio: {
    title: 'Step ÷ weights',
    caption:
      'How far a step moves the weights of a layer, as a share of their size. About a thousandth is usual; a tenth is too much.',
  },
  weightNorm: {
    title: 'Weight norm',
    caption: 'The size of the weights of each layer. Weights that grow without end ask for weight decay.',
  },
} as const;
export type LayerMeasure = keyof typeof layerMeasures;

/** values[reading][layer] of a measure. */
export const measuredLayers = ({ readings }: LayerHistory, measure: LayerMeasure): (number | null)[][] =>
  readings.map(({ layers }) => layers.map((layer) => layer[measure]));

/** Sums of neighbouring stretches: half of them, as if all were twice as long around the middle. */
function widened(counts: readonly number[]): number[] {
  const { length } = counts;
  const half = new Array<number>(length).fill(0);
  counts.forEach((count, place) => {
    const target = length / 4 + Math.floor(place / 2);
    half[target] = (half[target] ?? 0) + count;
  });
  return half;
}

export interface Ridges {
  ridges: { epoch: number; shares: number[] }[];
  from: number;
  to: number;
}

const shares = (counts: readonly number[], total: number): number[] =>
  counts.map((count) => count / Math.max(1, total));

/** The weights of a layer over the epochs on one axis: reaches are powers of two, so that stretches add up exactly. */
export function weightRidges({ readings }: LayerHistory, place: number): Ridges {
  const own = readings.flatMap(({ epoch, layers }) => {
    const layer = layers[place];
    return layer === undefined ? [] : [{ epoch, ...layer.weights }];
  });
  const reach = own.reduce((most, reading) => Math.max(most, reading.reach), 0) || 1;
  const ridges = own.map(({ epoch, counts, reach: narrow }) => {
    let wide: readonly number[] = counts;
    for (let at = narrow; at < reach; at *= 2) wide = widened(wide);
    return {
      epoch,
      shares: shares(
        wide,
        counts.reduce((sum, count) => sum + count, 0),
      ),
    };
  });
  return { ridges, from: -reach, to: reach };
}

/** The sizes of a layer's gradients over the epochs, by powers of ten. The ends where nothing is are left out. */
export function gradientRidges({ readings }: LayerHistory, place: number): Ridges {
  const own = readings.flatMap(({ epoch, layers }) => {
    const layer = layers[place];
    return layer === undefined ? [] : [{ epoch, ...layer.gradients }];
  });
  const isUsed = Array.from({ length: gradientBins }, (_, bin) =>
    own.some(({ counts }) => (counts[bin] ?? 0) > 0),
  );
  const first = Math.max(0, isUsed.indexOf(true) - 1);
  const last = Math.min(gradientBins - 1, Math.max(first + 3, isUsed.lastIndexOf(true) + 1));
  const at = (bin: number): number => (smallestGradient + 2 * bin) * Math.log10(2);
  return {
    ridges: own.map(({ epoch, counts, zeros }) => ({
      epoch,
      shares: shares(counts.slice(first, last + 1), zeros + counts.reduce((sum, count) => sum + count, 0)),
    })),
    from: at(first),
    to: at(last + 1),
  };
}

/** The share of a layer's weights that had no gradient at the last look. */
export const withoutGradient = ({ gradients }: LayerReading): number => {
  const total = gradients.counts.reduce((sum, count) => sum + count, gradients.zeros);
  return total === 0 ? 0 : gradients.zeros / total;
};
