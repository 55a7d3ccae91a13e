import { risesWhenBetter } from '../../contract/planning';
import type { Monitor } from '../../contract/schemas/training';

/**
 * What counts as progress: losses are in nats or in variances of the target and scores are shares, and where they
 * differ by less the answers hardly do. Without it a network that is right everywhere would train to the last epoch,
 * for its loss goes on towards zero. Errors in units of the target count as shares of themselves.
 */
const leastImprovement = 0.001;

/** What early stopping knows besides the best weights; plain data, for checkpoints. */
export interface StoppingState {
  bestEpoch: number;
  bestValue: number | null;
  progressValue: number | null;
  progressEpoch: number;
}

/** Early stopping that remembers the best weights by what is watched; a tie is no improvement. */
export class EarlyStopping {
  bestEpoch = 0;
  bestWeights: Float32Array[] | null = null;
  /** As if lower were better: a score that should rise is negated. */
  private best = Number.POSITIVE_INFINITY;
  private progress = Number.POSITIVE_INFINITY;
  private progressEpoch = 0;
  private readonly sign: 1 | -1;
  private readonly isRelative: boolean;

  /** @param patience epochs without progress that are borne. @param target good enough to end; null for none. */
  constructor(
    private readonly patience: number,
    monitor: Monitor = 'loss',
    private readonly target: number | null = null,
  ) {
    this.sign = risesWhenBetter(monitor) ? -1 : 1;
    this.isRelative = monitor === 'rmse' || monitor === 'mae';
  }

  /** Takes what is watched after an epoch (from 1); says whether it is the best so far, whose weights to `keep`. */
  improves(watched: number, epoch: number): boolean {
    const value = this.sign * watched;
    const step = this.isRelative && Number.isFinite(this.progress) ? Math.abs(this.progress) : 1;
    if (value < this.progress - leastImprovement * step) {
      this.progress = value;
      this.progressEpoch = epoch;
    }
    // The first is the best whatever it is, even where a score is not defined.
    if (!(value < this.best) && this.bestEpoch > 0) return false;
    if (value < this.best) this.best = value;
    this.bestEpoch = epoch;
    return true;
  }

  keep(weights: Float32Array[]): void {
    this.bestWeights = weights;
  }

  /** Epochs without progress after this one. */
  waited(epoch: number): number {
    return epoch - this.progressEpoch;
  }

  /** Whether patience is at its end after this epoch. */
  exhausted(epoch: number): boolean {
    return this.waited(epoch) >= this.patience;
  }

  /** Whether the best is as good as was asked for. */
  reached(): boolean {
    return this.target !== null && this.best <= this.sign * this.target;
  }

  state(): StoppingState {
    const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
    return {
      bestEpoch: this.bestEpoch,
      bestValue: finite(this.best),
      progressValue: finite(this.progress),
      progressEpoch: this.progressEpoch,
    };
  }

  restore(
    { bestEpoch, bestValue, progressValue, progressEpoch }: StoppingState,
    weights: Float32Array[],
  ): void {
    this.bestEpoch = bestEpoch;
    this.best = bestValue ?? Number.POSITIVE_INFINITY;
    this.progress = progressValue ?? Number.POSITIVE_INFINITY;
    this.progressEpoch = progressEpoch;
    this.bestWeights = weights;
  }
}
