import type { NodeReader } from '../../graph/node-reader';
import type { LoweringContext } from '../lowering';
import { fixed } from './windows';

/** How one axis of an image is made larger or smaller. */
export interface ResizedAxis {
  from: number;
  to: number;
  /** Whether the first and the last number keep their places. */
  alignCorners: boolean;
  /** Whether numbers are in the middle of their pixels instead of at the corner. */
  halfPixelCenters: boolean;
}

/** A place in the result as one in the source, as tfjs has it. */
function scaleOf({ from, to, alignCorners }: ResizedAxis): number {
  return alignCorners && to > 1 ? (from - 1) / (to - 1) : from / to;
}

const places = ({ to }: ResizedAxis): number[] => Array.from({ length: to }, (_, place) => place);

/** For each place in the result, the place in the source whose number it takes. */
export function nearestPlaces(axis: ResizedAxis): number[] {
  const shift = axis.halfPixelCenters ? 0.5 : 0;
  const whole = axis.alignCorners ? Math.round : Math.floor;
  const scale = scaleOf(axis);
  return places(axis).map((place) => Math.max(0, Math.min(axis.from - 1, whole(scale * (place + shift)))));
}

/** For each place in the result, how much it takes of each place in the source: [to][from]. */
export function linearShares(axis: ResizedAxis): number[][] {
  const shift = axis.halfPixelCenters ? 0.5 : 0;
  const scale = scaleOf(axis);
  return places(axis).map((place) => {
    const source = scale * (place + shift) - shift;
    const below = Math.max(0, Math.floor(source));
    const above = Math.max(0, Math.min(axis.from - 1, Math.ceil(source)));
    const share = source - below;
    const shares = new Array<number>(axis.from).fill(0);
    shares[below] = (shares[below] ?? 0) + 1 - share;
    shares[above] = (shares[above] ?? 0) + share;
    return shares;
  });
}

/** The same for numbers that are taken whole. */
export const nearestShares = (axis: ResizedAxis): number[][] =>
  nearestPlaces(axis).map((source) =>
    Array.from({ length: axis.from }, (_, place) => Number(place === source)),
  );

/** Height and width of images and of what they are resized to. */
export function resizedAxes(
  context: NodeReader,
  images: string,
  resized: readonly [number, number],
  halfPixelCenters: boolean,
): [ResizedAxis, ResizedAxis] {
  const { shape } = context.operand(images);
  const alignCorners = context.boolean('alignCorners');
  const along = (axis: 1 | 2): ResizedAxis => {
    return { from: fixed(context, shape, axis), to: resized[axis - 1] ?? 1, alignCorners, halfPixelCenters };
  };
  return [along(1), along(2)];
}

const transposed = (matrix: number[][]): number[][] =>
  (matrix[0] ?? []).map((_, column) => matrix.map((row) => row[column] ?? 0));

/**
 * Images [n, height, width, channels] multiplied by a matrix along their height and one along their width.
 * @param shares [to][from] of each axis. @param back whether `to` is what the images have, as for gradients.
 */
export function multiplyAxes(
  context: LoweringContext,
  images: string,
  channels: number,
  shares: [number[][], number[][]],
  back = false,
): string {
  const [height, width] = back ? [transposed(shares[0]), transposed(shares[1])] : shares;
  const matrix = (rows: number[][]): string =>
    context.floats(rows.flat(), [rows.length, rows[0]?.length ?? 0]);
  const wide = context.emit('MatMul', [matrix(width), images]);
  const rowsOfNumbers = context.int64s([-1, height[0]?.length ?? 0, width.length * channels]);
  const high = context.emit('MatMul', [matrix(height), context.emit('Reshape', [wide, rowsOfNumbers])]);
  return context.reshape(high, context.output.shape);
}
