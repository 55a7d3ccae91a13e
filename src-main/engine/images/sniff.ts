import type { ImageFormat } from '../../contract/schemas/images';

const begins = (bytes: Buffer, at: number, text: string): boolean =>
  bytes.toString('latin1', at, at + text.length) === text;

/** The format of a picture by what its file begins with, whatever it is called; null when it is none that is read. */
export function formatOf(bytes: Buffer): ImageFormat | null {
  if (begins(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'png';
  if (begins(bytes, 0, '\xff\xd8\xff')) return 'jpeg';
  if (begins(bytes, 0, 'RIFF') && begins(bytes, 8, 'WEBP')) return 'webp';
  if (begins(bytes, 0, 'GIF87a') || begins(bytes, 0, 'GIF89a')) return 'gif';
  return begins(bytes, 0, 'BM') && bytes.length > 26 ? 'bmp' : null;
}
