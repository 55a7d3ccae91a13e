import type { IncomingMessage } from 'node:http';
import { HttpError } from './problem';

const tooLarge = (largest: number): HttpError =>
  new HttpError(
    413,
    'BODY_TOO_LARGE',
    `The body is larger than ${String(largest)} bytes.`,
    'Send fewer rows at once, or start the server with a larger --largest-body.',
  );

/** The whole body as text. Throws HttpError 413 as soon as it is too large, 400 when it is not UTF-8. */
export async function readBody(request: IncomingMessage, largest: number): Promise<string> {
  if (Number(request.headers['content-length'] ?? 0) > largest) throw tooLarge(largest);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > largest) throw tooLarge(largest);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new HttpError(400, 'BAD_REQUEST', 'The body is not UTF-8.', 'Send text as UTF-8.');
  }
}
