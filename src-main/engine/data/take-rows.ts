import type { Frame, FrameColumn } from './frame';
import type { FrameSource } from './frame-source';

/** Rows of the source that are held at a time. */
const pieceRows = 16_384;

function emptyLike(column: FrameColumn, rows: number): FrameColumn {
  switch (column.kind) {
    case 'number':
      return { ...column, values: new Float32Array(rows) };
    case 'text':
    case 'image':
      return { ...column, codes: new Uint32Array(rows) };
    case 'moment':
      return { ...column, values: new Float64Array(rows) };
  }
}

const numbersOf = (column: FrameColumn): Float32Array | Float64Array | Uint32Array =>
  'codes' in column ? column.codes : column.values;

/**
 * Rows of a source as a frame of its own; what is held besides is bounded, however far the rows lie apart.
 * @param indices ascending. @param names of columns, all when left out.
 */
export function takeFrameRows(source: FrameSource, indices: Int32Array, names?: readonly string[]): Frame {
  const columns = source.read(0, 0, names).columns.map((column) => emptyLike(column, indices.length));
  for (let done = 0; done < indices.length;) {
    const start = indices[done] ?? 0;
    const end = Math.min(source.rows, start + pieceRows, (indices.at(-1) ?? start) + 1);
    let next = done;
    while (next < indices.length && (indices[next] ?? 0) < end) next++;
    source.read(start, end, names).columns.forEach((column, place) => {
      const from = numbersOf(column);
      const into = columns[place];
      if (into === undefined) return;
      const to = numbersOf(into);
      for (let i = done; i < next; i++) to[i] = from[(indices[i] ?? 0) - start] ?? Number.NaN;
    });
    done = next;
  }
  return { rows: indices.length, columns };
}
