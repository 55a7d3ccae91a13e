/** The exponents of the curve that makes a skewed column even, see `FittedPower`. */
export interface Exponents {
  /** For x >= 0. */
  positive: number;
  /** For x < 0. */
  negative: number;
}

/** Nearer to 0 than this an exponent is taken as this: the curve is then the logarithm to six digits. */
const leastExponent = 1e-6;

const isLogarithm = (k: number): boolean => Math.abs(k) < leastExponent;

/** An exponent that can be divided by. */
export const steadyExponent = (k: number): number => (isLogarithm(k) ? leastExponent : k);

/** Yeo and Johnson's exponents for their lambda (Biometrika 87, 2000). */
export const yeoJohnson = (lambda: number): Exponents => ({ positive: lambda, negative: 2 - lambda });

/** sign(x) ln(1 + |x|). */
export const logarithm: Exponents = { positive: 0, negative: 0 };

/** sign(x) ((1 + |x|)^k - 1) / k. */
export function curve(x: number, { positive, negative }: Exponents): number {
  const k = x >= 0 ? positive : negative;
  const logarithmic = Math.log1p(Math.abs(x));
  return Math.sign(x) * (isLogarithm(k) ? logarithmic : Math.expm1(k * logarithmic) / k);
}

/** The x whose curve is y; for a y beyond what the curve reaches, a very large one. */
export function inverseCurve(y: number, { positive, negative }: Exponents): number {
  const k = y >= 0 ? positive : negative;
  const size = Math.abs(y);
  const reached = Math.max(Number.EPSILON - 1, k * size);
  return Math.sign(y) * Math.expm1(Math.min(600, isLogarithm(k) ? size : Math.log1p(reached) / k));
}
