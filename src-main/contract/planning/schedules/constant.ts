import type { RateFactor } from './rate-factor';

/** The same rate throughout. */
export const constant: RateFactor = () => 1;
