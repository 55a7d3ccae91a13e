import { PassThrough, pipeline } from 'node:stream';
import type { Readable } from 'node:stream';

/**
 * The stream so that its fault is thrown to whoever reads from it, however late: else one that comes before the first
 * read ends the process, or is lost, and the reader waits for ever. Some streams tell of a fault by an event alone;
 * `pipeline` makes it the end of the stream.
 */
export function toldToReader(
  ...streams: readonly [NodeJS.ReadableStream, ...NodeJS.ReadWriteStream[]]
): Readable {
  const last = new PassThrough();
  last.on('error', () => undefined);
  pipeline([...streams, last], () => undefined);
  return last;
}
