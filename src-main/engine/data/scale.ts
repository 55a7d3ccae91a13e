/** Up to this size, squares of numbers and sums of them stay far from the end of double precision. */
const safeSize = 1e140;

/**
 * What numbers are divided by before they are squared and summed: 1 for usual ones, else the power of two that brings
 * them between -0.25 and 0.25, which changes no digit of them.
 */
export function scaleOf(minimum: number, maximum: number): number {
  const size = Math.max(Math.abs(minimum), Math.abs(maximum));
  if (!(size > safeSize) || !Number.isFinite(size)) return 1;
  return 2 ** Math.min(1023, Math.ceil(Math.log2(size)) + 2);
}

/** The number at its own size again; what lies beyond the largest number is told as that. */
export const unscaled = (value: number, scale: number): number =>
  Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value * scale));
