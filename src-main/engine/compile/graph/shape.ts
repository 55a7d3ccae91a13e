import { StrongroomError } from '../../../contract/errors';

/** A size that is so many times the number of rows, which is not known until the model runs. */
export class BatchMultiple {
  constructor(readonly factor: number) {}

  toString(): string {
    return this.factor === 1 ? 'rows' : `${this.factor} x rows`;
  }
}

export type Dimension = number | BatchMultiple;

/** The size of a dimension when there are `rows` rows. */
export function sizeOf(dimension: Dimension, rows: number): number {
  return dimension instanceof BatchMultiple ? dimension.factor * rows : dimension;
}

export function isFixed(shape: readonly Dimension[]): shape is number[] {
  return shape.every((dimension) => typeof dimension === 'number');
}

/** Whether both are the same size whatever the number of rows. */
export function sameDimension(a: Dimension | undefined, b: Dimension | undefined): boolean {
  if (a instanceof BatchMultiple && b instanceof BatchMultiple) return a.factor === b.factor;
  return a === b;
}

export function sameShape(a: readonly Dimension[], b: readonly Dimension[]): boolean {
  return a.length === b.length && a.every((dimension, axis) => sameDimension(dimension, b[axis]));
}

/** `[rows, 3]`, for messages. */
export function describeShape(shape: readonly Dimension[]): string {
  return `[${shape.map(String).join(', ')}]`;
}

/** The shape, when no dimension depends on the rows. Throws KERNEL_NOT_SUPPORTED, naming `what`. */
export function fixedShape(shape: readonly Dimension[], what: string): number[] {
  if (isFixed(shape)) return shape;
  throw new StrongroomError('KERNEL_NOT_SUPPORTED', `${what} depends on the number of rows.`, {
    expected: 'a fixed size',
    received: describeShape(shape),
  });
}
