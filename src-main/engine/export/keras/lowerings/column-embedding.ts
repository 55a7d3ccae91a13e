import { unsupportedLayer } from '../errors';
import type { GraphBuilder, GraphNode, Setting } from '../graph';
import { isObject, numberOf } from '../settings';
import type { Lowering } from './lowering';

/** Columns from one place up to another, as a matrix of their own: a matrix is an image of one column, whose rows are cropped. */
export function sliceColumns(
  builder: GraphBuilder,
  name: string,
  x: GraphNode,
  from: number,
  to: number,
): GraphNode {
  const [rows = null, width = null] = x.shape;
  const columns = width ?? to;
  if (from === 0 && to === columns) return x;
  const image = builder.add(
    `${name}_image`,
    'Reshape',
    { target_shape: [columns, 1, 1] },
    [x],
    [rows, columns, 1, 1],
  );
  const cropping = {
    cropping: [
      [from, columns - to],
      [0, 0],
    ],
  };
  const cropped = builder.add(`${name}_crop`, 'Cropping2D', cropping, [image], [rows, to - from, 1, 1]);
  return builder.add(name, 'Reshape', { target_shape: [to - from] }, [cropped], [rows, to - from]);
}

const readColumn = (value: Setting): { place: number; size: number; width: number } =>
  isObject(value)
    ? {
        place: numberOf(value, 'place', 0),
        size: numberOf(value, 'size', 2),
        width: numberOf(value, 'width', 1),
      }
    : { place: 0, size: 2, width: 1 };

/** Columns of ids become an embedding each, in their places among the other columns. */
export const columnEmbedding: Lowering = {
  className: 'ColumnEmbedding',
  targets: ['keras', 'tfjs'],
  lower({ builder, inputs: [x], layer, shape }) {
    const columns = layer.settings['columns'];
    if (x === undefined || !Array.isArray(columns)) {
      throw unsupportedLayer(layer.name, layer.className, 'names no columns');
    }
    const [rows = null, width] = x.shape;
    const pieces: GraphNode[] = [];
    let done = 0;
    const keep = (to: number): void => {
      if (to > done) pieces.push(sliceColumns(builder, `${layer.name}_from_${String(done)}`, x, done, to));
    };
    columns.map(readColumn).forEach(({ place, size, width: length }, index) => {
      keep(place);
      const name = `${layer.name}_${String(place)}`;
      const ids = sliceColumns(builder, `${name}_ids`, x, place, place + 1);
      const table = layer.weights[index];
      const settings = { input_dim: size, output_dim: length, mask_zero: false };
      const found = builder.add(
        name,
        'Embedding',
        settings,
        [ids],
        [rows, 1, length],
        table === undefined ? [] : [table],
      );
      pieces.push(
        builder.add(`${name}_flat`, 'Reshape', { target_shape: [length] }, [found], [rows, length]),
      );
      done = place + 1;
    });
    keep(width ?? done);
    const [only] = pieces;
    if (only !== undefined && pieces.length === 1) return only;
    return builder.add(layer.name, 'Concatenate', { axis: -1 }, pieces, shape);
  },
};
