import type { OnnxProgram } from '../../../compile/onnx/program';
import type { OnnxNode } from '../../../compile/onnx/types';

/**
 * Goes through the operators of a program in order and puts others in their place. What `change` emits into the program
 * stands before what it adds. Constants that nothing reads any more are left out.
 */
export function rebuild(
  program: OnnxProgram,
  change: (node: OnnxNode, add: (node: OnnxNode) => void) => void,
): void {
  for (const node of program.nodes.splice(0)) {
    change(node, (changed) => {
      program.nodes.push(changed);
    });
  }
  const read = new Set(program.nodes.flatMap(({ inputs }) => inputs));
  for (const name of program.constants.keys()) if (!read.has(name)) program.constants.delete(name);
}
