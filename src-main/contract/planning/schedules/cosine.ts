import type { RateFactor } from './rate-factor';

/** Half a wave from 1 to the final share (Loshchilov and Hutter, 2017, without restarts). */
export const cosine: RateFactor = ({ finalShare }, { progress }) =>
  finalShare + ((1 - finalShare) * (1 + Math.cos(Math.PI * progress))) / 2;
