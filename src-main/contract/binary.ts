/**
 * How a message of the contract becomes a WebSocket frame. Without bytes it is JSON text. With bytes it is a binary
 * frame: the length of the JSON as an unsigned 32-bit little-endian number, the JSON, then all bytes one after the
 * other; in the JSON each run of bytes stands as {"$bytes": [offset, length]}, the offset counted from their start.
 */
const marker = '$bytes';
const markerLike = /^\$+bytes$/;
const prefixBytes = 4;

function hasBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof Uint8Array) return true;
  return Object.values(value).some(hasBytes);
}

function takeBytes(value: unknown, parts: Uint8Array[], used: { bytes: number }): unknown {
  if (value instanceof Uint8Array) {
    parts.push(value);
    used.bytes += value.byteLength;
    return { [marker]: [used.bytes - value.byteLength, value.byteLength] };
  }
  if (Array.isArray(value)) return value.map((item) => takeBytes(item, parts, used));
  if (typeof value !== 'object' || value === null) return value;
  // A column may be named like the marker; such a key gets one more sign, taken off again on arrival.
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      markerLike.test(key) ? `$${key}` : key,
      takeBytes(item, parts, used),
    ]),
  );
}

function isSpan(value: unknown): value is [number, number] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => Number.isInteger(part));
}

function putBytes(value: unknown, body: Uint8Array): unknown {
  if (Array.isArray(value)) return value.map((item) => putBytes(item, body));
  if (typeof value !== 'object' || value === null) return value;
  if (marker in value) {
    const span = value[marker];
    if (!isSpan(span) || span[0] < 0 || span[1] < 0 || span[0] + span[1] > body.byteLength) {
      throw new RangeError('A run of bytes lies outside of its message.');
    }
    // A copy, so that the message's buffer is not kept alive or shared.
    return body.slice(span[0], span[0] + span[1]);
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      markerLike.test(key) ? key.slice(1) : key,
      putBytes(item, body),
    ]),
  );
}

/** A message as a text frame, or as a binary frame when it carries bytes. */
export function encodeMessage(message: unknown): string | Uint8Array<ArrayBuffer> {
  if (!hasBytes(message)) return JSON.stringify(message);
  const parts: Uint8Array[] = [];
  const used = { bytes: 0 };
  const header = new TextEncoder().encode(JSON.stringify(takeBytes(message, parts, used)));
  const frame = new Uint8Array(prefixBytes + header.byteLength + used.bytes);
  new DataView(frame.buffer).setUint32(0, header.byteLength, true);
  frame.set(header, prefixBytes);
  let offset = prefixBytes + header.byteLength;
  for (const part of parts) {
    frame.set(part, offset);
    offset += part.byteLength;
  }
  return frame;
}

/** The message of a frame. Throws SyntaxError or RangeError on a damaged one. */
export function decodeMessage(frame: string | Uint8Array): unknown {
  if (typeof frame === 'string') return JSON.parse(frame);
  if (frame.byteLength < prefixBytes) throw new RangeError('A binary message is too short.');
  const headerBytes = new DataView(frame.buffer, frame.byteOffset).getUint32(0, true);
  const end = prefixBytes + headerBytes;
  if (end > frame.byteLength) throw new RangeError('The header of a binary message is cut off.');
  const header = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
    frame.subarray(prefixBytes, end),
  );
  return putBytes(JSON.parse(header), frame.subarray(end));
}
