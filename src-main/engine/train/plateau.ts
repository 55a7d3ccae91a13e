import type { Schedule } from '../../contract/schemas/training';

/** As for stopping: less than this is no progress of a validation loss. */
const leastImprovement = 0.001;

export interface PlateauState {
  factor: number;
  best: number | null;
  waited: number;
}

/** Reduces the learning rate whenever the validation loss has not fallen for some epochs; idle in other schedules. */
export class Plateau {
  /** What the learning rate is multiplied by now. */
  factor = 1;
  private best = Number.POSITIVE_INFINITY;
  private waited = 0;

  constructor(private readonly schedule: Schedule) {}

  /** Takes the validation loss of an epoch. */
  observe(loss: number): void {
    if (this.schedule.kind !== 'plateau') return;
    if (loss < this.best - leastImprovement) {
      this.best = loss;
      this.waited = 0;
      return;
    }
    this.waited += 1;
    if (this.waited < this.schedule.everyEpochs) return;
    this.factor *= this.schedule.factor;
    this.waited = 0;
  }

  state(): PlateauState {
    return {
      factor: this.factor,
      best: Number.isFinite(this.best) ? this.best : null,
      waited: this.waited,
    };
  }

  restore({ factor, best, waited }: PlateauState): void {
    this.factor = factor;
    this.best = best ?? Number.POSITIVE_INFINITY;
    this.waited = waited;
  }
}
