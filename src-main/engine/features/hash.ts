const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** Austin Appleby's MurmurHash3 (x86, 32 bits, seed 0) of a text in UTF-8, as a signed integer. */
export function murmur3(text: string): number {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - (bytes.length % 4);
  const mixed = (block: number): number => Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593);
  let hash = 0;
  for (let i = 0; i < whole; i += 4) {
    hash = (Math.imul(rotate(hash ^ mixed(view.getInt32(i, true)), 13), 5) + 0xe6546b64) | 0;
  }
  let rest = 0;
  for (let i = bytes.length - 1; i >= whole; i--) rest = (rest << 8) | (bytes[i] ?? 0);
  if (bytes.length > whole) hash ^= mixed(rest);
  hash ^= bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) | 0;
}

/** The bucket of a text, from 0, as scikit-learn's FeatureHasher chooses it. */
export const bucketOf = (text: string, buckets: number): number => Math.abs(murmur3(text)) % buckets;
