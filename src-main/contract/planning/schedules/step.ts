import type { RateFactor } from './rate-factor';

/** factor^floor(epoch / every): the rate falls in stairs. */
export const step: RateFactor = ({ factor, everyEpochs }, { epoch }) =>
  factor ** Math.floor(epoch / everyEpochs);
