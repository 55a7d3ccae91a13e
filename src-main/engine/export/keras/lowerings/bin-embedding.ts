import { unsupportedLayer } from '../errors';
import type { GraphBuilder, GraphNode, Setting } from '../graph';
import { isObject, numberOf } from '../settings';
import { sliceColumns } from './column-embedding';
import { depthwise, permuted, rearranged, reshaped } from './depthwise';
import type { Lowering } from './lowering';

interface Stretch {
  place: number;
  width: number;
}

export const stretchesOf = (value: Setting | undefined): Stretch[] =>
  Array.isArray(value)
    ? value
        .filter(isObject)
        .map((stretch) => ({ place: numberOf(stretch, 'place', 0), width: numberOf(stretch, 'width', 1) }))
    : [];

/** Columns that follow each other and are equally wide, taken together. */
function runsOf(columns: readonly Stretch[]): { place: number; width: number; count: number }[] {
  const runs: { place: number; width: number; count: number }[] = [];
  for (const { place, width } of columns) {
    const last = runs.at(-1);
    if (last !== undefined && last.width === width && last.place + last.count * width === place) last.count++;
    else runs.push({ place, width, count: 1 });
  }
  return runs;
}

/** What lies before, between and behind the columns, ascending. */
function gapsOf(columns: readonly Stretch[], width: number): [from: number, to: number][] {
  const gaps: [number, number][] = [];
  let done = 0;
  for (const column of [...columns, { place: width, width: 0 }]) {
    if (column.place > done) gaps.push([done, column.place]);
    done = Math.max(done, column.place + column.width);
  }
  return gaps;
}

const joined = (
  builder: GraphBuilder,
  name: string,
  pieces: GraphNode[],
  shape: GraphNode['shape'],
): GraphNode => {
  const [only] = pieces;
  if (only !== undefined && pieces.length === 1) return only;
  return builder.add(name, 'Concatenate', { axis: -1 }, pieces, shape);
};

/** The bins of every number as an image [bins, 1, numbers], 0 where a number has fewer. */
function imageOf(
  builder: GraphBuilder,
  name: string,
  x: GraphNode,
  columns: readonly Stretch[],
  bins: number,
): GraphNode {
  const rows = x.shape[0] ?? null;
  const pieces = runsOf(columns).map(({ place, width, count }) => {
    const own = `${name}_${String(place)}`;
    const taken = sliceColumns(builder, own, x, place, place + count * width);
    const each = permuted(
      builder,
      `${own}_bins`,
      reshaped(builder, `${own}_each`, taken, [count, width, 1]),
      [2, 3, 1],
    );
    if (width === bins) return each;
    const padding = [
      [0, bins - width],
      [0, 0],
    ];
    return builder.add(`${own}_filled`, 'ZeroPadding2D', { padding }, [each], [rows, bins, 1, count]);
  });
  return joined(builder, `${name}_bins`, pieces, [rows, bins, 1, columns.length]);
}

/** Deviation of numbers spread evenly over 0 to 1. */
const evenDeviation = 1 / Math.sqrt(12);

/**
 * z w + c + b K for each number, whose bins are b: its rank z is a fixed mean of the bins, and the three products are
 * depthwise convolutions whose channels are the numbers.
 */
export const binEmbedding: Lowering = {
  className: 'BinEmbedding',
  targets: ['keras', 'tfjs'],
  lower({ builder, inputs: [x], layer, shape }) {
    const { name, settings, weights } = layer;
    const columns = stretchesOf(settings['columns']);
    const [slope, offset, kernel] = weights;
    if (x === undefined) throw unsupportedLayer(name, layer.className, 'has no input');
    if (slope === undefined || offset === undefined || kernel === undefined) return x;
    const rows = x.shape[0] ?? null;
    const [count = 1, bins = 1, width = 1] = kernel.shape;
    const image = imageOf(builder, name, x, columns, bins);
    const bends = depthwise(builder, `${name}_bends`, image, {
      kernel: rearranged(
        kernel.values,
        [bins, 1, count, width],
        (bin = 0, _, place = 0, value = 0) => (place * bins + bin) * width + value,
      ),
    });
    const mean = Float32Array.from({ length: bins * count }, (_, index) => {
      const own = columns[index % count]?.width ?? 1;
      return Math.floor(index / count) < own ? 1 / (own * evenDeviation) : 0;
    });
    const ranks = depthwise(builder, `${name}_ranks`, image, {
      kernel: { shape: [bins, 1, count, 1], values: mean },
      bias: { shape: [count], values: new Float32Array(count).fill(-0.5 / evenDeviation) },
      trainable: false,
    });
    const line = depthwise(builder, `${name}_line`, ranks, {
      kernel: { shape: [1, 1, count, width], values: slope.values },
      bias: { shape: [count * width], values: offset.values },
    });
    const sum = builder.add(`${name}_sum`, 'Add', {}, [line, bends], line.shape);
    const made = reshaped(builder, `${name}_numbers`, sum, [count * width]);
    const others = gapsOf(columns, x.shape[1] ?? 0).map(([from, to]) =>
      sliceColumns(builder, `${name}_other_${String(from)}`, x, from, to),
    );
    return joined(builder, name, [made, ...others], [rows, ...shape.slice(1)]);
  },
};
