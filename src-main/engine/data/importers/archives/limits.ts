import { StrongroomError } from '../../../../contract/errors';

/** Anything may unpack to this. */
const harmlessBytes = 64 * 1024 * 1024;
/** Beyond that, so many bytes for one at most: tables pack to a tenth, rarely to a fiftieth; bombs to a thousandth. */
const largestRatio = 200;
/** The most that is unpacked at all. */
const largestBytes = 64 * 1024 * 1024 * 1024;

/** Bytes that so many packed bytes may become. */
export const unpackedLimit = (packedBytes: number): number =>
  Math.min(largestBytes, Math.max(harmlessBytes, packedBytes * largestRatio));

export function tooLarge(name: string, limit: number): StrongroomError {
  return new StrongroomError('FILE_TOO_LARGE', `${name} unpacks to far more than its size lets expect.`, {
    expected: `at most ${Math.round(limit / 1024 / 1024)} MB`,
    received: 'more, so that it may be made to fill the disk',
    next: 'If you trust it, unpack it yourself and choose the file inside.',
  });
}

/** A fault of a package as zlib or the reader of zip files tells it. */
export function damagedPackage(name: string, what: string, error: unknown): unknown {
  if (error instanceof StrongroomError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // Faults of the disk are told as such elsewhere.
  if (/^E[A-Z]+$/.test(code)) return error;
  return new StrongroomError('FILE_DAMAGED', `${name} cannot be unpacked: it is damaged or incomplete.`, {
    expected: what,
    received: error instanceof Error ? error.message : String(error),
    next: 'Get the file again.',
    cause: error,
  });
}
