import type { Schedule, ScheduleName } from '../../schemas/training';
import { constant } from './constant';
import { cosine } from './cosine';
import { cosineLog } from './cosine-log';
import { exponential } from './exponential';
import { oneCycle } from './one-cycle';
import type { RateFactor } from './rate-factor';
import { step } from './step';

export type { RateFactor, SchedulePlace } from './rate-factor';

/** What the learning rate is multiplied by, one file each. A plateau shows only while training, see engine/train. */
const factors: Record<ScheduleName, RateFactor> = {
  constant,
  step,
  exponential,
  cosine,
  'cosine-log': cosineLog,
  'one-cycle': oneCycle,
  plateau: constant,
};

/**
 * What the learning rate of a recipe is multiplied by at a step.
 * @param epoch epochs done up to the middle of the step, so that the first one of a warm-up moves too.
 * @param epochs of the whole training. @returns above 0 where `epoch` is; the rate rises linearly in the warm-up.
 */
export function rateFactor(schedule: Schedule, epoch: number, epochs: number): number {
  const warmUp = Math.min(schedule.warmUpEpochs, epochs);
  if (epoch < warmUp) return epoch / warmUp;
  const rest = epochs - warmUp;
  const done = epoch - warmUp;
  return factors[schedule.kind](schedule, { epoch: done, progress: rest > 0 ? Math.min(1, done / rest) : 1 });
}
