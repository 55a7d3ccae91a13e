/** Terms or steps after which a series has long converged. */
const mostSteps = 1_000;
const enough = 1e-15;

/** ln of the gamma function for x > 0: Lanczos' approximation with g = 7 and nine terms, good to 1e-14. */
export function logGamma(x: number): number {
  const terms = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  const t = shifted + 7.5;
  const sum = terms.reduce((total, term, i) => total + (i === 0 ? term : term / (shifted + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * Regularised upper incomplete gamma function Q(a, x): a series for small x, Lentz's continued fraction for large.
 * Press et al., Numerical Recipes, 3rd edition, 6.2.
 */
function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1;
  const factor = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < mostSteps && term > sum * enough; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return Math.max(0, 1 - factor * sum);
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < mostSteps; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const step = c * d;
    fraction *= step;
    if (Math.abs(step - 1) < enough) break;
  }
  return factor * fraction;
}

/** The probability that a chi-squared variable exceeds a value. */
export const chiSquaredTail = (statistic: number, degreesOfFreedom: number): number =>
  upperGamma(degreesOfFreedom / 2, statistic / 2);

/**
 * The probability that the two-sided Kolmogorov-Smirnov statistic, times the square root of the (effective) number of
 * values, exceeds a value; for many values. Kolmogorov 1933; near zero by Jacobi's transformation of the series.
 */
export function kolmogorovTail(value: number): number {
  if (value <= 0) return 1;
  if (value < 1.18) {
    const y = Math.exp(-(Math.PI ** 2) / (8 * value ** 2));
    return 1 - (Math.sqrt(2 * Math.PI) / value) * (y + y ** 9 + y ** 25 + y ** 49);
  }
  let sum = 0;
  for (let k = 1; k <= 20; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k ** 2 * value ** 2);
  return Math.min(1, Math.max(0, sum));
}
