import { StrongroomError } from '../../../contract/errors';

/** Throws CANCELLED when the work was cancelled. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new StrongroomError('CANCELLED', 'The export was cancelled.');
}
