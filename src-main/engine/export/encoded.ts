import type { Frame } from '../data/frame';
import { columnOfFeature } from '../features/apply';
import { FeatureMatrix } from '../features/apply/matrix';
import type { Fitted } from '../features/fitted';
import { hostInputs } from '../features/host';

/**
 * Rows as the network gets them: one number column for each column of its input, in order, named after the column of
 * the data that it comes from and its place.
 * @param pause called between chunks; may throw to end the work.
 */
export async function encodedFrame(fitted: Fitted, frame: Frame, pause: () => Promise<void>): Promise<Frame> {
  const { rows } = frame;
  const matrix = await FeatureMatrix.make(fitted, hostInputs(fitted, frame), rows, pause);
  const numbers = matrix.slice(0, rows);
  const { width } = matrix;
  return {
    rows,
    columns: Array.from({ length: width }, (_, place) => ({
      name: `${String(place)}: ${columnOfFeature(fitted, place)}`,
      kind: 'number' as const,
      values: Float32Array.from({ length: rows }, (_unused, row) => numbers[row * width + place] ?? 0),
    })),
  };
}
