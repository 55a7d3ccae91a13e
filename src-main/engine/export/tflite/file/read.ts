import { ByteBuffer } from 'flatbuffers';
import { StrongroomError } from '../../../../contract/errors';
import { fileIdentifier } from '../program/encode';

/** Places of fields in the tables of schema.fbs: 4 + 2 x slot. */
const field = (slot: number): number => 4 + 2 * slot;
const custom = 32;

function damaged(path: string, why: string): StrongroomError {
  return new StrongroomError('MODEL_DAMAGED', `${path} can not be run: ${why}.`, {
    expected: 'a TensorFlow Lite file that holds all of its weights',
    received: why.replace(/^it is not/, 'not'),
    next: 'Export the model again.',
  });
}

/** Reads tables of a file that anybody may have written: nothing outside of it is ever looked at. */
class Reader {
  private readonly buffer: ByteBuffer;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly path: string,
  ) {
    this.buffer = new ByteBuffer(bytes);
  }

  private inside(place: number, length: number): number {
    if (place < 0 || place + length > this.bytes.length) throw damaged(this.path, 'it is cut off or altered');
    return place;
  }

  root(): number {
    return this.follow(0);
  }

  private follow(place: number): number {
    return this.inside(place + this.buffer.readUint32(this.inside(place, 4)), 4);
  }

  /** Where a field of a table is; 0 where it is left out. */
  field(table: number, slot: number): number {
    const vtable = this.inside(table - this.buffer.readInt32(this.inside(table, 4)), 4);
    const size = this.buffer.readUint16(vtable);
    if (field(slot) + 2 > size) return 0;
    const offset = this.buffer.readUint16(this.inside(vtable + field(slot), 2));
    return offset === 0 ? 0 : this.inside(table + offset, 1);
  }

  uint32(table: number, slot: number, otherwise = 0): number {
    const place = this.field(table, slot);
    return place === 0 ? otherwise : this.buffer.readUint32(this.inside(place, 4));
  }

  uint64(table: number, slot: number): bigint {
    const place = this.field(table, slot);
    return place === 0 ? 0n : this.buffer.readUint64(this.inside(place, 8));
  }

  /** Where the elements of a list begin and how many there are; each takes so many bytes. */
  list(table: number, slot: number, width: number): { start: number; length: number } {
    const place = this.field(table, slot);
    if (place === 0) return { start: 0, length: 0 };
    const vector = this.follow(place);
    const length = this.buffer.readUint32(vector);
    this.inside(vector + 4, length * width);
    return { start: vector + 4, length };
  }

  /** The tables in a list. */
  tables(table: number, slot: number): number[] {
    const { start, length } = this.list(table, slot, 4);
    return Array.from({ length }, (_, index) => this.follow(start + 4 * index));
  }

  text(table: number, slot: number): string {
    const { start, length } = this.list(table, slot, 1);
    return Buffer.from(this.bytes.subarray(start, start + length)).toString('utf8');
  }
}

/**
 * Looks through a file before any run time does.
 * @throws MODEL_DAMAGED when it is no TensorFlow Lite, is cut off, or takes weights from elsewhere.
 * @throws KERNEL_NOT_SUPPORTED when it asks for an operator that is not part of TensorFlow Lite.
 */
export function checkTflite(bytes: Uint8Array, path: string): void {
  const identifier = Buffer.from(bytes.subarray(4, 8)).toString('latin1');
  if (bytes.length < 12 || identifier !== fileIdentifier)
    throw damaged(path, 'it is not a TensorFlow Lite file');
  const reader = new Reader(bytes, path);
  const model = reader.root();
  const codes = reader.tables(model, 1);
  for (const code of codes) {
    const customCode = reader.text(code, 1);
    if (reader.uint32(code, 3) === custom || customCode !== '') {
      throw new StrongroomError(
        'KERNEL_NOT_SUPPORTED',
        `${path} asks for the operator ${customCode || 'of its own'}.`,
        {
          expected: 'operators of TensorFlow Lite itself',
          received: customCode,
          next: 'Give a file that was exported here.',
        },
      );
    }
  }
  const buffers = reader.tables(model, 4);
  for (const buffer of buffers) {
    reader.list(buffer, 0, 1);
    if (reader.uint64(buffer, 1) > 1n) throw damaged(path, 'weights lie outside of the model');
  }
  if (reader.tables(model, 9).length > 0) throw damaged(path, 'weights lie in another file');
  const subgraphs = reader.tables(model, 2);
  if (subgraphs.length === 0) throw damaged(path, 'it holds no graph');
  for (const subgraph of subgraphs) {
    const tensors = reader.tables(subgraph, 0);
    for (const tensor of tensors) {
      reader.list(tensor, 0, 4);
      if (reader.uint32(tensor, 2) >= Math.max(1, buffers.length))
        throw damaged(path, 'a tensor has no buffer');
    }
    for (const operator of reader.tables(subgraph, 3)) {
      if (reader.uint32(operator, 0) >= codes.length) throw damaged(path, 'an operator is not known');
    }
  }
}
