import type { Calibration } from '../../../contract/schemas/class-decision';
import type { CalibrationRows } from './rows';

/** Rows of neighbouring outputs whose share is that of the block. */
export interface Block {
  /** The mean output of its rows. */
  output: number;
  /** The least and the largest output. */
  from: number;
  to: number;
  share: number;
  rows: number;
}

/** So much a probability may rise for one step of the output, that rounding stays rounding; the sigmoid rises by 1/4. */
const steepest = 2;

function joined(a: Block, b: Block): Block {
  const rows = a.rows + b.rows;
  const mean = (of: 'output' | 'share'): number => (a[of] * a.rows + b[of] * b.rows) / rows;
  return { output: mean('output'), share: mean('share'), from: a.from, to: b.to, rows };
}

/** The ascending steps nearest to 0/1 targets in squared distance: pool adjacent violators. @returns by ascending output. */
export function pooled(outputs: Float64Array, positive: ArrayLike<number>): Block[] {
  const order = Uint32Array.from(outputs.keys()).sort((a, b) => (outputs[a] ?? 0) - (outputs[b] ?? 0));
  const level: Block[] = [];
  for (const row of order) {
    const output = outputs[row] ?? 0;
    const block: Block = { output, from: output, to: output, share: positive[row] ?? 0, rows: 1 };
    // Rows of one output are one block.
    const last = level.at(-1);
    if (last?.output === output) level[level.length - 1] = joined(last, block);
    else level.push(block);
  }
  const blocks: Block[] = [];
  for (const next of level) {
    let block = next;
    let last = blocks.at(-1);
    while (last !== undefined && last.share >= block.share) {
      blocks.pop();
      block = joined(last, block);
      last = blocks.at(-1);
    }
    blocks.push(block);
  }
  return blocks;
}

/**
 * An ascending curve through the middles of the steps of isotonic regression (Oron and Flournoy 2017), which leaves no two
 * outputs with one probability between them and has fewer points than steps have corners. No share is 0 or 1: as many
 * rows as there are cannot tell.
 */
export function fitIsotonic({ outputs, actual }: CalibrationRows): Calibration {
  const rows = actual.length;
  const least = 1 / (rows + 2);
  const blocks: Block[] = [];
  for (const next of pooled(outputs, actual)) {
    let block = next;
    let last = blocks.at(-1);
    while (last !== undefined && block.share - last.share > steepest * (block.output - last.output)) {
      blocks.pop();
      block = joined(last, block);
      last = blocks.at(-1);
    }
    blocks.push(block);
  }
  return {
    kind: 'isotonic',
    outputs: blocks.map(({ output }) => output),
    probabilities: blocks.map(({ share }) => Math.min(1 - least, Math.max(least, share))),
  };
}
