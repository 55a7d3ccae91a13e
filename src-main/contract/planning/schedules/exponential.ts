import type { RateFactor } from './rate-factor';

/** final^progress: the same share is lost in every step, until `final` is left at the end. */
export const exponential: RateFactor = ({ finalShare }, { progress }) => finalShare ** progress;
