import { crc32 } from 'node:zlib';

export interface PackedFile {
  name: string;
  bytes: Uint8Array;
}

const localSignature = 0x04034b50;
const centralSignature = 0x02014b50;
const endSignature = 0x06054b50;
/** The oldest reader that knows what is used here, and the flag for names in UTF-8. */
const version = 20;
const utf8 = 0x0800;
/** 1980-01-01, so that the same model gives the same bytes. */
const date = 0x0021;

/** What both headers of a file share, from the flags to the length of the name. */
function common({ name, bytes }: PackedFile): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt16LE(version, 0);
  header.writeUInt16LE(utf8, 2);
  header.writeUInt16LE(date, 8);
  header.writeUInt32LE(crc32(bytes), 10);
  header.writeUInt32LE(bytes.length, 14);
  header.writeUInt32LE(bytes.length, 18);
  header.writeUInt16LE(Buffer.byteLength(name), 22);
  return header;
}

const uint32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
};

/**
 * A zip archive that stands behind other bytes, as TensorFlow Lite keeps files that belong to a model. Places in it
 * count from the beginning of the whole file. Nothing is compressed, so that readers in memory need no inflating.
 * @param start how many bytes stand before.
 */
export function appendedZip(start: number, files: readonly PackedFile[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let place = start;
  for (const file of files) {
    const [header, name] = [common(file), Buffer.from(file.name)];
    const local = [uint32(localSignature), header, Buffer.alloc(2), name, file.bytes];
    const size = local.reduce((sum, { length }) => sum + length, 0);
    parts.push(Buffer.concat(local));
    const made = Buffer.alloc(2);
    made.writeUInt16LE(version);
    // No extra field, comment, disk or attributes.
    central.push(uint32(centralSignature), made, header, Buffer.alloc(12), uint32(place), name);
    place += size;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(place, 12);
  return Buffer.concat([...parts, directory, uint32(endSignature), end]);
}
