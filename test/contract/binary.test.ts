import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from '../../src-main/contract/binary';

const key = fc.oneof(
  fc.string(),
  fc.constantFrom('$bytes', '$$bytes', '$$$bytes', 'bytes', '__proto__', '$'),
);
const { message } = fc.letrec((tie) => ({
  message: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    // JSON has no negative zero, and no call needs one.
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 50 }),
    fc.array(tie('message'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('message')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  ),
}));

const isBinary = (frame: string | Uint8Array): frame is Uint8Array => typeof frame !== 'string';

describe('frames of messages', () => {
  it('gives back every message, whatever its keys and bytes', () => {
    fc.assert(
      fc.property(message, (value) => {
        expect(decodeMessage(encodeMessage(value))).toEqual(value);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes text when there are no bytes', () => {
    expect(encodeMessage({ id: 1, name: '体重' })).toBe('{"id":1,"name":"体重"}');
  });

  it('has the layout that is described', () => {
    const frame = encodeMessage({ a: Uint8Array.of(7, 8), b: Uint8Array.of(9) });
    if (!isBinary(frame)) throw new Error('A binary frame was expected.');
    const header = '{"a":{"$bytes":[0,2]},"b":{"$bytes":[2,1]}}';
    expect(new DataView(frame.buffer).getUint32(0, true)).toBe(header.length);
    expect(new TextDecoder().decode(frame.subarray(4, 4 + header.length))).toBe(header);
    expect([...frame.subarray(4 + header.length)]).toEqual([7, 8, 9]);
  });

  it('does not take text that looks like a run of bytes for one', () => {
    const value = { $bytes: [0, 2] };
    expect(decodeMessage(encodeMessage(value))).toEqual(value);
    const mixed = { value, bytes: Uint8Array.of(1, 2, 3) };
    expect(decodeMessage(encodeMessage(mixed))).toEqual(mixed);
  });

  it('refuses any damaged frame or gives something harmless, and never reads beyond it', () => {
    const frame = encodeMessage({ bytes: Uint8Array.of(1, 2, 3), name: 'x' });
    if (!isBinary(frame)) throw new Error('A binary frame was expected.');
    for (let length = 0; length < frame.length; length++) {
      expect(() => decodeMessage(frame.slice(0, length)), `cut to ${String(length)}`).toThrow();
    }
    const beyond = '{"bytes":{"$bytes":[1,9]}}';
    for (const span of [beyond, beyond.replace('1,9', '-1,1'), beyond.replace('[1,9]', '"x"')]) {
      const forged = new Uint8Array(4 + span.length + 3);
      new DataView(forged.buffer).setUint32(0, span.length, true);
      forged.set(new TextEncoder().encode(span), 4);
      expect(() => decodeMessage(forged), span).toThrow(RangeError);
    }
    const long = new Uint8Array(8);
    new DataView(long.buffer).setUint32(0, 0xffffffff, true);
    expect(() => decodeMessage(long)).toThrow(RangeError);
  });
});
