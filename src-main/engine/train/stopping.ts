/**
 * What counts as progress: losses are in nats or in variances of the target, and where they differ by less the
 * answers hardly do. Without it a network that is right everywhere would train to the last epoch, for its loss
 * goes on towards zero.
 */
const leastImprovement = 0.001;

/** Early stopping that remembers the best weights: the lower loss is the better, and a tie is no improvement. */
export class EarlyStopping {
  bestEpoch = 0;
  bestWeights: Float32Array[] | null = null;
  private bestLoss = Number.POSITIVE_INFINITY;
  private progressLoss = Number.POSITIVE_INFINITY;
  private progressEpoch = 0;

  /** @param patience epochs without progress that are borne. */
  constructor(private readonly patience: number) {}

  /** Takes the loss of an epoch (from 1); says whether it is the best so far, whose weights to `keep`. */
  improves(loss: number, epoch: number): boolean {
    if (loss < this.progressLoss - leastImprovement) {
      this.progressLoss = loss;
      this.progressEpoch = epoch;
    }
    if (!(loss < this.bestLoss)) return false;
    this.bestLoss = loss;
    this.bestEpoch = epoch;
    return true;
  }

  keep(weights: Float32Array[]): void {
    this.bestWeights = weights;
  }

  /** Whether patience is at its end after this epoch. */
  exhausted(epoch: number): boolean {
    return epoch - this.progressEpoch >= this.patience;
  }
}
