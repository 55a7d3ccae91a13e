/** Early stopping that remembers the best weights: lower is better, and a tie is no improvement. */
export class EarlyStopping {
  bestEpoch = 0;
  bestWeights: Float32Array[] | null = null;
  private bestLoss = Number.POSITIVE_INFINITY;

  /** @param patience epochs without improvement that are borne. */
  constructor(private readonly patience: number) {}

  /** Takes the loss of an epoch (from 1); says whether it is the best so far, whose weights to `keep`. */
  improves(loss: number, epoch: number): boolean {
    if (!(loss < this.bestLoss)) return false;
    this.bestLoss = loss;
    this.bestEpoch = epoch;
    return true;
  }

  keep(weights: Float32Array[]): void {
    this.bestWeights = weights;
  }

  exhausted(epoch: number): boolean {
    return epoch - this.bestEpoch >= this.patience;
  }
}
