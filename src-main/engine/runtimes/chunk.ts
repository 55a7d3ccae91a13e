/** How long one run may take: progress and a cancellation wait no longer. */
const targetMilliseconds = 150;
/** Of what one run takes in at most. */
const mostBytes = 64 * 2 ** 20;
const firstSteps = 4;
/** How much longer than the run before a run may be, since one measurement may mislead. */
const growth = 8;

/**
 * Chooses how many steps the next run makes, from how long the runs before took. How an epoch is cut into runs
 * does not change a bit of what it computes.
 */
export class ChunkSize {
  private steps: number;
  private readonly most: number;

  /** @param bytesPerStep of what a step takes in. */
  constructor(bytesPerStep: number) {
    this.most = Math.max(1, Math.floor(mostBytes / Math.max(1, bytesPerStep)));
    this.steps = Math.min(firstSteps, this.most);
  }

  next(remaining: number): number {
    return Math.min(this.steps, remaining);
  }

  /** Tells that `steps` steps took so long. */
  took(steps: number, milliseconds: number): void {
    const fitting = Math.floor((targetMilliseconds * steps) / Math.max(milliseconds, 0.001));
    this.steps = Math.max(1, Math.min(fitting, this.most, Math.max(this.steps, steps * growth)));
  }
}
