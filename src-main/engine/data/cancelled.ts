import { StrongroomError } from '../../contract/errors';

/** The error of a cancelled task. */
export const cancelled = (): StrongroomError => new StrongroomError('CANCELLED', 'The work was cancelled.');

export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw cancelled();
}
