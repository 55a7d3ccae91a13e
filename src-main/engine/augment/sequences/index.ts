import { jitter } from './jitter';
import { scaling } from './scaling';
import type { SequenceMethod } from './sequence';
import { timeWarp } from './time-warp';
import { windowSlice } from './window-slice';

/** What can be done to sequences, with the strength that suits most. */
export const sequenceMethods = {
  jitter: { apply: jitter, standard: 0.03 },
  scaling: { apply: scaling, standard: 0.1 },
  'window-slice': { apply: windowSlice, standard: 0.1 },
  'time-warp': { apply: timeWarp, standard: 0.2 },
} as const satisfies Record<string, { apply: SequenceMethod; standard: number }>;
