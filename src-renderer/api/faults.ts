import { StrongroomError } from '../../src-main/contract/errors';

/** The error of a call whose answer cannot come. */
export function disconnected(): StrongroomError {
  return new StrongroomError('DISCONNECTED', 'The connection to the main process was lost.', {
    next: 'It is made again by itself. If it is not, start Strongroom again; what was saved is safe.',
  });
}
