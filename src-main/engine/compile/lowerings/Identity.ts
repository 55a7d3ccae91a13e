import type { Lowering } from './lowering';

/** Another name for the same value: no operator. */
export const identity: Lowering = {
  kernel: 'Identity',
  lower: (context) => context.input('x'),
};
