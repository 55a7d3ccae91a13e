/**
 * Estimates how long is left from how a fraction grows. The rate is the average since the start blended with
 * the recent one, so that a slow beginning (a file that is opened, an engine that loads) is soon outweighed.
 */
export class TimeLeft {
  private startedAt: number | undefined;
  private startedFraction = 0;
  private lastAt = 0;
  private lastFraction = 0;
  /** Fraction a second, smoothed. */
  private rate: number | undefined;

  /** @param now seconds, from any clock that only goes forward. */
  constructor(private readonly now: () => number = () => performance.now() / 1000) {}

  /** Takes the fraction done (0 to 1, or null) and gives seconds left, or null when not known yet. */
  update(fraction: number | null): number | null {
    if (fraction === null) return null;
    const now = this.now();
    if (this.startedAt === undefined || fraction < this.lastFraction) {
      this.startedAt = this.lastAt = now;
      this.startedFraction = this.lastFraction = fraction;
      this.rate = undefined;
      return null;
    }
    const elapsed = now - this.lastAt;
    if (elapsed >= shortestStep && fraction > this.lastFraction) {
      const recent = (fraction - this.lastFraction) / elapsed;
      this.rate = this.rate === undefined ? recent : this.rate + smoothing * (recent - this.rate);
      this.lastAt = now;
      this.lastFraction = fraction;
    }
    const total = now - this.startedAt;
    if (this.rate === undefined || total < shortestBase) return null;
    const average = (fraction - this.startedFraction) / total;
    const left = (1 - fraction) / ((this.rate + average) / 2);
    return Number.isFinite(left) ? Math.max(0, left) : null;
  }
}

/** Steps shorter than this (seconds) are added up, for their rate is mostly noise. */
const shortestStep = 0.1;
/** Nothing is said before this many seconds. */
const shortestBase = 0.5;
const smoothing = 0.2;
