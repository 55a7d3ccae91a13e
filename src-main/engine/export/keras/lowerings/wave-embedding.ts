import { unsupportedLayer } from '../errors';
import type { Weight } from '../graph';
import { numberOf } from '../settings';
import { sliceColumns } from './column-embedding';
import { cosine } from './cosine';
import { depthwise, permuted, rearranged, reshaped, scaled } from './depthwise';
import type { Lowering } from './lowering';

/** How fast waves are learned, and by how much their weights are smaller than they are kept. */
const speed = 0.1;
/** Numbers that are not scaled are cut at this, see the transforms; all others stay far below. */
const largestNumber = 1e6;

/** Weights that the layer multiplies by a tenth, and by more. */
const slowly = (weight: Weight, decays: boolean, further = 1): Weight => {
  const tenth = scaled(weight, speed);
  const made = further === 1 ? tenth : scaled(tenth, further);
  return { ...made, learns: { speed: speed * further, decays } };
};

const reach = ({ values }: Weight): number =>
  values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Places that follow each other as stretches. */
function stretches(places: readonly number[]): [from: number, to: number][] {
  const runs: [number, number][] = [];
  for (const place of places) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === place) last[1] = place + 1;
    else runs.push([place, place + 1]);
  }
  return runs;
}

/** A cos(2 pi x f + c) + d beside each number x, where both products are depthwise convolutions whose channels are the numbers. */
export const waveEmbedding: Lowering = {
  className: 'WaveEmbedding',
  targets: ['keras', 'tfjs'],
  lower({ builder, inputs: [x], layer, shape }) {
    const { name, settings, weights } = layer;
    const { places } = settings;
    if (x === undefined || !Array.isArray(places))
      throw unsupportedLayer(name, layer.className, 'names no columns');
    const [frequencies, phases, amplitudes, bias] = weights;
    const beside = numberOf(settings, 'width', 1) - 1;
    if (frequencies === undefined || phases === undefined || amplitudes === undefined || bias === undefined)
      return x;
    if (beside === 0) return x;
    const rows = x.shape[0] ?? null;
    const [count = 1, , waves = 1] = frequencies.shape;
    const numbers = places.filter((place) => typeof place === 'number');
    const pieces = stretches(numbers).map(([from, to]) =>
      sliceColumns(builder, `${name}_${String(from)}`, x, from, to),
    );
    const [only] = pieces;
    const chosen =
      only !== undefined && pieces.length === 1
        ? only
        : builder.add(`${name}_numbers`, 'Concatenate', { axis: -1 }, pieces, [rows, count]);
    const turning = slowly(frequencies, true, 2 * Math.PI);
    const start = slowly(phases, false);
    const image = reshaped(builder, `${name}_image`, chosen, [1, 1, count]);
    const turned = depthwise(builder, `${name}_angles`, image, {
      kernel: { ...turning, shape: [1, 1, count, waves] },
      bias: { ...start, shape: [count * waves] },
    });
    const angle = reshaped(builder, `${name}_angle`, turned, [count * waves]);
    const most = largestNumber * reach(turning) + reach(start);
    const wave = cosine(builder, `${name}_cosine`, angle, most);
    const each = reshaped(builder, `${name}_each`, wave, [count, waves]);
    const window = reshaped(builder, `${name}_window`, permuted(builder, `${name}_waves`, each, [2, 1]), [
      waves,
      1,
      count,
    ]);
    const strength = slowly(amplitudes, true);
    const kernel = rearranged(
      strength.values,
      [waves, 1, count, beside],
      (wave_ = 0, _, place = 0, value = 0) => (place * waves + wave_) * beside + value,
    );
    const made = depthwise(builder, `${name}_sums`, window, {
      kernel: { ...strength, ...kernel },
      bias: { ...slowly(bias, false), shape: [count * beside] },
    });
    const flat = reshaped(builder, `${name}_beside`, made, [count * beside]);
    return builder.add(name, 'Concatenate', { axis: -1 }, [x, flat], shape);
  },
};
