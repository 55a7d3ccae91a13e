/** Stands for a difference that no number can tell: JSON knows no infinity. */
export const incomparable = Number.MAX_VALUE;

/**
 * How far two answers are apart: |actual - expected|, for numbers to predict divided by
 * max(1, |expected|, spread). Equal infinities and two NaNs do not differ; NaN or infinity on one side only is
 * `incomparable`.
 * @param spread of the numbers that are compared, see `spreadOf`; null for probabilities.
 */
export function difference(actual: number, expected: number, spread: number | null): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  const distance = Math.abs(actual - expected);
  if (!Number.isFinite(distance)) return incomparable;
  return spread === null ? distance : distance / Math.max(1, Math.abs(expected), spread);
}

/**
 * The standard deviation of the finite values. A model computes in units of its target's spread, so a prediction
 * that happens to lie near zero can not be nearer to the truth of float32 than a part of that.
 */
export function spreadOf(values: ArrayLike<number>): number {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return 0;
  const mean = finite.reduce((sum, value) => sum + value / finite.length, 0);
  return Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2 / finite.length, 0));
}

/** Collects differences over any number of rows. */
export class Differences {
  rows = 0;
  largest = 0;
  changedDecisions = 0;
  private sum = 0;
  private count = 0;

  add(value: number): void {
    if (value > this.largest) this.largest = value;
    this.sum = Math.min(incomparable, this.sum + value);
    this.count++;
  }

  get mean(): number {
    return this.count === 0 ? 0 : this.sum / this.count;
  }
}

/**
 * Whether another class was chosen. When the application finds both as likely, within the tolerance, either is
 * right.
 * @param probabilities of the application. @param classes in the same order. @param threshold null for the most probable.
 */
export function isChangedDecision(
  chosen: string,
  expected: string,
  classes: readonly string[],
  probabilities: readonly number[],
  tolerance: number,
  threshold: number | null = null,
): boolean {
  if (chosen === expected) return false;
  if (threshold !== null) return !(Math.abs((probabilities[1] ?? Number.NaN) - threshold) <= tolerance);
  const [ours, theirs] = [expected, chosen].map((name) => probabilities[classes.indexOf(name)]);
  if (ours === undefined || theirs === undefined) return true;
  return !(Math.abs(ours - theirs) <= tolerance);
}
