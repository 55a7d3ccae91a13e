import { crc32 } from 'node:zlib';

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const endLength = 22;
const centralLength = 46;
const localLength = 30;

/**
 * The bytes of one of the files that are packed behind a model, as `appendedZip` puts them there; null where there is
 * none of this name, or the archive is damaged.
 */
export function packedFile(bytes: Uint8Array, name: string): Uint8Array | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = file.length - endLength;
  if (end < 0 || file.readUInt32LE(end) !== endSignature) return null;
  const entries = file.readUInt16LE(end + 10);
  let place = file.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries; entry++) {
    if (place + centralLength > end || file.readUInt32LE(place) !== centralSignature) return null;
    const [method, checksum, size] = [
      file.readUInt16LE(place + 10),
      file.readUInt32LE(place + 16),
      file.readUInt32LE(place + 24),
    ];
    const [nameLength, more] = [
      file.readUInt16LE(place + 28),
      file.readUInt16LE(place + 30) + file.readUInt16LE(place + 32),
    ];
    const local = file.readUInt32LE(place + 42);
    const entryName = file.toString('utf8', place + centralLength, place + centralLength + nameLength);
    place += centralLength + nameLength + more;
    if (entryName !== name) continue;
    if (method !== 0 || local + localLength > end) return null;
    const start = local + localLength + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    if (start + size > end) return null;
    const content = file.subarray(start, start + size);
    return crc32(content) === checksum ? content : null;
  }
  return null;
}
