import type { OnnxNode } from './types';

/** The axes that a Transpose puts first, second and so on; null for any other operator. */
function permutationOf(node: OnnxNode | undefined): readonly number[] | null {
  const axes = node?.operator === 'Transpose' ? node.attributes['perm'] : undefined;
  return axes !== undefined && 'ints' in axes ? axes.ints : null;
}

/** What two permutations are, done one after the other. */
const after = (first: readonly number[], second: readonly number[]): number[] =>
  second.map((axis) => first[axis] ?? axis);

/** A list of operators and what stands for values that are no longer computed. */
export interface Merged {
  nodes: OnnxNode[];
  /** The value that is the same as one that is gone. */
  final: (value: string) => string;
}

/**
 * Makes one Transpose of those in a row, and none of those that undo each other, as between two operators on images
 * with their channels first. Transposes that nothing reads any more are left out.
 * @param nodes in the order in which they run. @param results what is read from outside.
 */
export function mergeTransposes(nodes: readonly OnnxNode[], results: readonly string[]): Merged {
  const made = new Map<string, OnnxNode>();
  const same = new Map<string, string>();
  const final = (value: string): string => same.get(value) ?? value;

  const merged = nodes.map((original): OnnxNode => {
    const node = { ...original, inputs: original.inputs.map(final) };
    const [input = ''] = node.inputs;
    const [output = ''] = node.outputs;
    const own = permutationOf(node);
    const before = made.get(input);
    const earlier = permutationOf(before);
    // Those before are merged already, so one step back is enough.
    const source = earlier === null ? input : (before?.inputs[0] ?? input);
    const axes = own === null || earlier === null ? own : after(earlier, own);
    if (axes?.every((axis, place) => axis === place) === true) {
      same.set(output, source);
      return node;
    }
    const result = axes === null ? node : { ...node, inputs: [source], attributes: { perm: { ints: axes } } };
    for (const name of result.outputs) made.set(name, result);
    return result;
  });

  const read = new Set(results.map(final));
  const kept: OnnxNode[] = [];
  for (const node of merged.toReversed()) {
    const idle = node.operator === 'Transpose' && !node.outputs.some((output) => read.has(output));
    if (idle) continue;
    for (const input of node.inputs) read.add(input);
    kept.push(node);
  }
  return { nodes: kept.toReversed(), final };
}
