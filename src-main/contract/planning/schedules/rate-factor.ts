import type { Schedule } from '../../schemas/training';

/** Where training stands, after the warm-up. */
export interface SchedulePlace {
  /** Epochs done, with the fraction of the one that runs. */
  epoch: number;
  /** The same as a share of all epochs, 0 to 1. */
  progress: number;
}

/** What the learning rate is multiplied by at a place: above 0 and at most 1. */
export type RateFactor = (schedule: Schedule, place: SchedulePlace) => number;
