import { Random } from '../random';
import { memorySource } from './frame-source';
import type { FrameSource } from './frame-source';
import { takeFrameRows } from './take-rows';

/** Values that a sample may hold, 256 MiB of float32. */
const mostValues = 64 * 2 ** 20;

/**
 * A seeded choice of `count` of the numbers from 0 to `rows` - 1, ascending: selection sampling (Knuth, The Art of
 * Computer Programming, 3.4.2, algorithm S).
 */
export function chooseRows(rows: number, count: number, random: Random): Int32Array {
  const chosen = new Int32Array(Math.min(count, rows));
  let next = 0;
  for (let row = 0; row < rows && next < chosen.length; row++) {
    if (random.next() * (rows - row) < chosen.length - next) chosen[next++] = row;
  }
  return chosen;
}

/**
 * The source itself when it has at most `most` rows (fewer where it has very many columns), else a seeded choice of
 * them in memory. @param purpose tells apart choices of one seed.
 */
export function sampleRows(source: FrameSource, most: number, seed: number, purpose: string): FrameSource {
  const count = Math.max(1, Math.min(most, Math.floor(mostValues / Math.max(1, source.names.length))));
  if (source.rows <= count) return source;
  return memorySource(takeFrameRows(source, chooseRows(source.rows, count, new Random(seed, purpose))));
}
