import { StrongroomError } from '../../../contract/errors';
import { parametersName } from '../../learning/flat';
import { gradientName, lossName } from '../../learning/step';
import { encodeModel } from '../onnx/encode';
import { OnnxProgram } from '../onnx/program';
import type { OnnxPort } from '../onnx/types';
import { isFixed } from '../graph/shape';
import type { Graph } from '../graph/graph';
import { lowerGraph } from '../lowerings/lower';
import { onnxTypes } from '../lowerings/lowering';

/** The name of the first dimension of what each step takes and gives: how many steps a run makes. */
const stepsName = 'steps';

/** What the state is called when a run has ended. */
export const nextName = (state: string): string => `next ${state}`;

function portOf(graph: Graph, name: string): OnnxPort {
  const value = graph.values.get(graph.inputs[name] ?? -1);
  if (value === undefined || !isFixed(value.shape)) {
    throw new StrongroomError('INTERNAL', `The step has no input ${name} of a fixed shape.`);
  }
  return { name, type: onnxTypes[value.type], shape: value.shape };
}

/**
 * The step as the body of a Scan: state, then what it takes; next state, then the loss. The gradient goes along as if
 * it were state, so that a run leaves that of its last step without holding one of every step.
 */
function bodyOf(graph: Graph, stateNames: readonly string[], given: readonly string[]): OnnxProgram {
  const body = new OnnxProgram();
  const inside = (name: string): string => `step/${name}`;
  const bindings: Record<string, string> = {};
  const take = (name: string): void => {
    bindings[name] = body.input({ ...portOf(graph, name), name: inside(name) });
  };
  stateNames.forEach(take);
  body.input({ ...portOf(graph, parametersName), name: inside(gradientName) });
  given.forEach(take);
  const results = lowerGraph(graph, body, bindings);
  const give = (value: string, port: OnnxPort): void => {
    if (!body.expose(value, port)) body.output(value, port);
  };
  for (const name of stateNames) {
    give(results[name] ?? '', { ...portOf(graph, name), name: inside(nextName(name)) });
  }
  const gradient = { ...portOf(graph, parametersName), name: inside(nextName(gradientName)) };
  give(results[gradientName] ?? '', gradient);
  give(results[lossName] ?? '', { name: inside(lossName), type: 'float', shape: [] });
  return body;
}

/**
 * A model that makes any number of steps in one run: one `Scan` over minibatches.
 * Inputs: the state, then for each other input of the step [steps, ...its shape]. Outputs: the state under
 * `nextName`, the gradient of the last step in the same manner, and the loss of each step [steps].
 * @param step see `traceStep`. @param stateNames which of its inputs go from one step to the next.
 */
export function epochProgram(step: Graph, stateNames: readonly string[]): Uint8Array {
  const given = Object.keys(step.inputs).filter((name) => !stateNames.includes(name));
  const program = new OnnxProgram();
  for (const name of stateNames) program.input(portOf(step, name));
  for (const name of given) {
    const port = portOf(step, name);
    program.input({ ...port, shape: [stepsName, ...port.shape] });
  }
  // What the gradient begins with is read by nobody; it only has to be of the same shape.
  const results = program.emitAll('Scan', [...stateNames, parametersName, ...given], {
    attributes: { body: { graph: bodyOf(step, stateNames, given) }, num_scan_inputs: { int: given.length } },
    outputs: stateNames.length + 2,
  });
  stateNames.forEach((name, index) => {
    program.output(results[index] ?? '', { ...portOf(step, name), name: nextName(name) });
  });
  const gradient = { ...portOf(step, parametersName), name: nextName(gradientName) };
  program.output(results[stateNames.length] ?? '', gradient);
  program.output(results.at(-1) ?? '', { name: lossName, type: 'float', shape: [stepsName] });
  return encodeModel(program, { producerVersion: '', documentation: '', metadata: {} });
}
