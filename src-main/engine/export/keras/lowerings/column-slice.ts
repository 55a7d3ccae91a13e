import { unsupportedLayer } from '../errors';
import { sizeOf } from '../graph';
import { isObject, numberOf } from '../settings';
import { sliceColumns } from './column-embedding';
import type { Lowering } from './lowering';

/** Stretches of columns side by side, in the shape of one input. */
export const columnSlice: Lowering = {
  className: 'ColumnSlice',
  targets: ['keras', 'tfjs'],
  lower({ builder, inputs: [x], layer, shape }) {
    const { stretches } = layer.settings;
    if (x === undefined || !Array.isArray(stretches)) {
      throw unsupportedLayer(layer.name, layer.className, 'names no columns');
    }
    const [rows = null, ...sizes] = shape;
    const pieces = stretches.filter(isObject).map((stretch) => {
      const place = numberOf(stretch, 'place', 0);
      const end = place + numberOf(stretch, 'width', 1);
      return sliceColumns(builder, `${layer.name}_${String(place)}`, x, place, end);
    });
    const [only] = pieces;
    const joined =
      only !== undefined && pieces.length === 1
        ? only
        : builder.add(`${layer.name}_joined`, 'Concatenate', { axis: -1 }, pieces, [rows, sizeOf(sizes)]);
    if (sizes.length === 1) return joined;
    return builder.add(layer.name, 'Reshape', { target_shape: sizes }, [joined], shape);
  },
};
