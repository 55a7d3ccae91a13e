import type { RateChange, Training } from '../schemas/training';
import { learningRateOf } from './learning-rate';

const isOf = (change: RateChange, fold: number): boolean => change.fold === undefined || change.fold === fold;

/**
 * What the learning rate starts from in an epoch, before the schedule.
 * @param epoch from 1. @param fold from 1; 0 for the network of all rows.
 */
export function baseRate(
  training: Pick<Training, 'learningRate' | 'optimizer'>,
  changes: readonly RateChange[],
  epoch: number,
  fold: number,
): number {
  const last = changes.reduce<RateChange | null>(
    (found, change) =>
      change.epoch <= epoch && isOf(change, fold) && change.epoch >= (found?.epoch ?? 0) ? change : found,
    null,
  );
  return last?.learningRate ?? learningRateOf(training);
}

/** The changes with others, of which one at the same place replaces that before; by fold and epoch. */
export function withRateChanges(changes: readonly RateChange[], more: readonly RateChange[]): RateChange[] {
  const isSame = (one: RateChange, other: RateChange): boolean =>
    one.epoch === other.epoch && one.fold === other.fold;
  const kept = changes.filter((change) => !more.some((other) => isSame(change, other)));
  return [...kept, ...more].sort((a, b) => (a.fold ?? -1) - (b.fold ?? -1) || a.epoch - b.epoch);
}
