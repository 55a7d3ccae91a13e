import type { RateFactor } from './rate-factor';

/** As PyTorch's OneCycleLR has them: the share of training that rises, and where it starts and ends. */
const rising = 0.3;
const start = 1 / 25;
const end = start / 10_000;

const between = (from: number, to: number, share: number): number =>
  to + ((from - to) * (1 + Math.cos(Math.PI * share))) / 2;

/** Up to the rate along half a wave and down to almost nothing along another (Smith and Topin, 2018). */
export const oneCycle: RateFactor = (_schedule, { progress }) =>
  progress < rising
    ? between(start, 1, progress / rising)
    : between(1, end, (progress - rising) / (1 - rising));
