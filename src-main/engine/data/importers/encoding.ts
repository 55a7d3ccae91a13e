import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import type { Encoding } from '../../../contract/schemas/data';

/** The longest start of `bytes` that does not cut a UTF-8 sequence. */
export function wholeUtf8(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.subarray(0, bytes.length - back) : bytes;
    }
  }
  return bytes;
}

/**
 * UTF-16 without a mark: text in Latin letters has a zero in every second byte. Null when it does not look so.
 */
function unmarkedUtf16(head: Buffer): Encoding | null {
  const pairs = Math.floor(head.length / 2);
  if (pairs < 2) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0) even++;
    if (head[2 * i + 1] === 0) odd++;
  }
  if (odd > 0.4 * pairs && even < 0.02 * pairs) return 'utf-16le';
  if (even > 0.4 * pairs && odd < 0.02 * pairs) return 'utf-16be';
  return null;
}

/** Share of the non-ASCII characters that are Chinese characters or full-width forms in daily use. */
function chineseShare(text: string): number {
  let common = 0;
  let others = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (point < 0x80) continue;
    const daily =
      (point >= 0x4e00 && point <= 0x9fff) ||
      (point >= 0x3000 && point <= 0x303f) ||
      (point >= 0xff01 && point <= 0xff5e);
    if (daily) common++;
    else others++;
  }
  return common + others === 0 ? 0 : common / (common + others);
}

/**
 * GB18030 against Windows-1252 for bytes that are not UTF-8. In Western text a byte above 0x7F mostly stands
 * alone between ASCII letters, so that it and its neighbour make either no GB18030 pair or a rare character;
 * in Chinese text such bytes come in runs of even length that decode to characters of GB2312's first level,
 * whose lead bytes are 0xB0 to 0xF7 with a second byte above 0xA0.
 */
function eightBit(head: Buffer): Encoding {
  let runs = 0;
  let even = 0;
  let length = 0;
  let level = 0;
  let high = 0;
  for (let i = 0; i <= head.length; i++) {
    const byte = head[i] ?? 0;
    if (byte >= 0x80) {
      high++;
      if (length % 2 === 0 && byte >= 0xb0 && byte <= 0xf7 && (head[i + 1] ?? 0) > 0xa0) level += 2;
      length++;
    } else if (length > 0) {
      runs++;
      if (length % 2 === 0) even++;
      length = 0;
    }
  }
  const decoded = iconv.decode(head, 'gb18030');
  // The sample may end within a character, which leaves one replacement character at the end.
  const broken = decoded.slice(0, -2).includes('\ufffd');
  const chinese = !broken && chineseShare(decoded) > 0.9 && even >= 0.7 * runs && level >= 0.6 * high;
  return chinese ? 'gb18030' : 'windows-1252';
}

/** The encoding of text that begins with `head`. Valid UTF-8 wins over all guesses. */
export function detectEncoding(head: Buffer): Encoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8-bom';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const utf16 = unmarkedUtf16(head);
  if (utf16 !== null) return utf16;
  if (isAscii(head) || isUtf8(wholeUtf8(head))) return 'utf-8';
  return eightBit(head);
}

/** Turns bytes into text piece by piece; what cannot be decoded becomes U+FFFD. The mark is left out. */
export function textDecoder(encoding: Encoding): { write(bytes: Uint8Array): string; end(): string } {
  if (encoding === 'windows-1252' || encoding === 'gb18030') {
    const decoder = iconv.getDecoder(encoding);
    return { write: (bytes) => decoder.write(Buffer.from(bytes)), end: () => decoder.end() ?? '' };
  }
  const decoder = new TextDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding);
  return { write: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() };
}
