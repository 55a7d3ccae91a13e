import type { RateFactor } from './rate-factor';

/** Waves of the whole training, each twice as long as the one before. */
const cycles = 4;
/** The rate never is nothing at all. */
const leastShare = 1e-6;

/**
 * Waves from 0 to 1 and back, each twice as long as the one before: (1 - cos(2 pi log2(1 + 15 t))) / 2 at the share t of the
 * training (Holzmüller and others, 2024, "Better by Default", where it is called coslog4).
 */
export const cosineLog: RateFactor = (_, { progress }) =>
  Math.max(leastShare, (1 - Math.cos(2 * Math.PI * Math.log2(1 + (2 ** cycles - 1) * progress))) / 2);
