import { z } from 'zod';
import { Random } from '../../random';

/** The trees and rows a tree of Liu, Ting and Zhou (2008); scikit-learn's defaults too. */
export const forestSize = { trees: 100, rows: 256 };

/**
 * A tree, node after node: the column that it splits by (-1 for a leaf) and the number that parts left from right; for a
 * leaf, the expected length of the path to a row. The left child of a node is the next one.
 */
export const treeSchema = z.object({
  column: z.array(z.number().int()),
  split: z.array(z.number()),
  right: z.array(z.number().int()),
});
export type IsolationTree = z.output<typeof treeSchema>;

const eulerGamma = 0.5772156649015329;

/** c(n): the mean length of an unsuccessful search in a binary search tree of n rows. */
export function pathLength(rows: number): number {
  if (rows <= 1) return 0;
  if (rows === 2) return 1;
  return 2 * (Math.log(rows - 1) + eulerGamma) - (2 * (rows - 1)) / rows;
}

function grow(rows: readonly Float64Array[], random: Random, limit: number): IsolationTree {
  const tree: IsolationTree = { column: [], split: [], right: [] };
  const add = (part: readonly Float64Array[], depth: number): void => {
    const node = tree.column.length;
    const choice = depth < limit && part.length > 1 ? choose(part, random) : null;
    tree.column.push(choice?.column ?? -1);
    tree.split.push(choice?.split ?? depth + pathLength(part.length));
    tree.right.push(-1);
    if (choice === null) return;
    const isLeft = (row: Float64Array): boolean => (row[choice.column] ?? 0) <= choice.split;
    add(part.filter(isLeft), depth + 1);
    tree.right[node] = tree.column.length;
    add(
      part.filter((row) => !isLeft(row)),
      depth + 1,
    );
  };
  add(rows, 0);
  return tree;
}

/** A column that varies, and a number between its smallest and largest. */
function choose(rows: readonly Float64Array[], random: Random): { column: number; split: number } | null {
  const width = rows[0]?.length ?? 0;
  const order = random.shuffle(Int32Array.from({ length: width }, (_, index) => index));
  for (const column of order) {
    let low = Infinity;
    let high = -Infinity;
    for (const row of rows) {
      const value = row[column] ?? 0;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    // Below the largest, so that both sides have rows.
    if (low < high) return { column, split: Math.min(low + random.next() * (high - low), before(high, low)) };
  }
  return null;
}

const before = (high: number, low: number): number => Math.max(low, high - Math.abs(high) * 2 ** -50);

/** A seeded forest. @param rows all of the same width, without gaps; each tree gets a choice of them. */
export function growForest(rows: readonly Float64Array[], seed: number): IsolationTree[] {
  const random = new Random(seed, 'isolation forest');
  const size = Math.min(forestSize.rows, rows.length);
  const limit = Math.ceil(Math.log2(Math.max(2, size)));
  // Shuffled on and on: the first of any order are as much a matter of chance.
  const chosen = Int32Array.from({ length: rows.length }, (_, index) => index);
  return Array.from({ length: forestSize.trees }, () => {
    for (let index = 0; index < size; index++) {
      const other = index + random.below(rows.length - index);
      [chosen[index], chosen[other]] = [chosen[other] ?? 0, chosen[index] ?? 0];
    }
    const part = Array.from(chosen.subarray(0, size), (index) => rows[index] ?? new Float64Array());
    return grow(part, random, limit);
  });
}

/** A forest whose nodes lie in one piece, tree after tree. */
export interface FlatForest {
  column: Int32Array;
  split: Float64Array;
  right: Int32Array;
  /** The first node of each tree. */
  roots: Int32Array;
  /** c(rows a tree). */
  usual: number;
}

/** @param size rows that each tree was grown from. */
export function flatForest(trees: readonly IsolationTree[], size: number): FlatForest {
  const nodes = trees.reduce((sum, { column }) => sum + column.length, 0);
  const flat: FlatForest = {
    column: new Int32Array(nodes),
    split: new Float64Array(nodes),
    right: new Int32Array(nodes),
    roots: new Int32Array(trees.length),
    usual: pathLength(size),
  };
  let start = 0;
  trees.forEach(({ column, split, right }, tree) => {
    flat.roots[tree] = start;
    flat.column.set(column, start);
    flat.split.set(split, start);
    flat.right.set(
      right.map((node) => node + start),
      start,
    );
    start += column.length;
  });
  return flat;
}

/**
 * From 0 to 1; the nearer to 1, the fewer cuts set a row apart: 2^(-E(h) / c(rows a tree)). All rows go through one tree
 * before the next, whose nodes then stay near the processor.
 * @param values of the rows, column after column within each row.
 */
export function anomalies(
  { column, split, right, roots, usual }: FlatForest,
  values: Float64Array,
  width: number,
): Float64Array {
  const scores = new Float64Array(width === 0 ? 0 : values.length / width);
  for (const root of roots) {
    for (let row = 0; row < scores.length; row++) {
      const start = row * width;
      let node = root;
      for (let by = column[node] ?? -1; by >= 0; by = column[node] ?? -1) {
        const isRight = Number((values[start + by] ?? 0) > (split[node] ?? 0));
        // Without a branch, which a processor would guess wrong every other time.
        node += 1 + isRight * ((right[node] ?? 0) - node - 1);
      }
      scores[row] = (scores[row] ?? 0) + (split[node] ?? 0);
    }
  }
  return scores.map((sum) => (usual === 0 ? 0.5 : 2 ** (-sum / roots.length / usual)));
}
