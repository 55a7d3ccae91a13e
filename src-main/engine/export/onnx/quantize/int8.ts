import type { OnnxProgram } from '../../../compile/onnx/program';
import { onnxTypeCodes } from '../../../compile/onnx/types';
import type { OnnxNode, OnnxTensor } from '../../../compile/onnx/types';
import { quantizeWeight, rangeToAffine } from './affine';
import type { QuantizedWeight } from './affine';
import { rebuild } from './rebuild';

/** Smallest and largest value of what goes into a product, by its name. */
export type Ranges = ReadonlyMap<string, readonly [number, number]>;

/** Weights of fewer numbers stay as they are. */
const fewest = 32;

/** A weight as names of constants in the program. */
interface Stored {
  data: string;
  scale: string;
  zero: string;
}

function floatWeight(
  program: OnnxProgram,
  weights: ReadonlySet<string>,
  name: string,
): OnnxTensor<'float'> | null {
  const tensor = weights.has(name) ? program.constants.get(name) : undefined;
  if (tensor?.type !== 'float' || tensor.shape.length < 2 || tensor.data.length < fewest) return null;
  return { type: 'float', shape: tensor.shape, data: Float32Array.from(tensor.data, Number) };
}

/**
 * The products inside the network that can be done in eight bits, by the name of what goes into them. Those that read
 * the features are not among them: one scale for columns as different as shares and prices would lose the small ones.
 */
export function innerProducts(program: OnnxProgram, weights: ReadonlySet<string>): OnnxNode[] {
  const learned = new Set(weights);
  return program.nodes.filter((node) => {
    const [input = '', weight = ''] = node.inputs;
    const isInner = learned.has(input) && !weights.has(input);
    if (node.inputs.some((name) => learned.has(name))) for (const output of node.outputs) learned.add(output);
    const tensor = program.constants.get(weight);
    return isInner && node.operator === 'MatMul' && weights.has(weight) && tensor?.shape.length === 2;
  });
}

/** What ONNX Runtime's quantize_dynamic writes: what comes in is measured, row by row anew. */
function dynamicProduct(
  program: OnnxProgram,
  { inputs: [input = ''] }: OnnxNode,
  { data, scale, zero }: Stored,
  hint: string,
): string {
  const [steps = '', inputScale = '', inputZero = ''] = program.emitAll('DynamicQuantizeLinear', [input], {
    hint,
    outputs: 3,
  });
  const sums = program.emit('MatMulInteger', [steps, data, inputZero, zero], { hint });
  const floats = program.emit('Cast', [sums], { attributes: { to: { int: onnxTypeCodes.float } }, hint });
  return program.emit('Mul', [floats, program.emit('Mul', [inputScale, scale], { hint })], { hint });
}

const stored = (program: OnnxProgram, name: string, { data, scale, zero }: QuantizedWeight): Stored => ({
  data: program.constant(data, `${name}/int8`),
  scale: program.constant(scale, `${name}/scale`),
  zero: program.constant(zero, `${name}/zero`),
});

/**
 * Keeps the weights of the network in eight bits, one scale a column, and computes the products inside it in eight bits.
 * @param ranges for static quantization, what goes into each product; null for dynamic, which measures it as it runs.
 * @returns how many numbers became a quarter as large.
 */
export function toInt8(program: OnnxProgram, weights: ReadonlySet<string>, ranges: Ranges | null): number {
  const inner = new Set(innerProducts(program, weights).map(({ name }) => name));
  const kept = new Map<string, Stored | null>();
  const read = new Map<string, string>();
  let made = 0;
  const storedOf = (name: string): Stored | null => {
    const known = kept.get(name);
    if (known !== undefined) return known;
    const tensor = floatWeight(program, weights, name);
    const quantized = tensor === null ? null : quantizeWeight(tensor);
    const result = quantized === null ? null : stored(program, name, quantized);
    made += quantized === null ? 0 : quantized.data.data.length;
    kept.set(name, result);
    return result;
  };
  /** The weight as float32 again. */
  const asFloats = (name: string): string => {
    const known = read.get(name);
    const weight = storedOf(name);
    if (known !== undefined || weight === null) return known ?? name;
    const axis = (program.constants.get(weight.data)?.shape.length ?? 1) - 1;
    const floats = program.emit('DequantizeLinear', [weight.data, weight.scale, weight.zero], {
      attributes: { axis: { int: axis } },
      hint: name,
    });
    read.set(name, floats);
    return floats;
  };
  const quantizedInputs = new Map<string, string>();
  const asSteps = (input: string, range: readonly [number, number]): string => {
    const known = quantizedInputs.get(input);
    if (known !== undefined) return known;
    const affine = rangeToAffine(range);
    const scale = program.float(affine.scale);
    const zero = program.constant({ type: 'uint8', shape: [], data: Uint8Array.of(affine.zero) });
    const steps = program.emit('QuantizeLinear', [input, scale, zero], { hint: input });
    const floats = program.emit('DequantizeLinear', [steps, scale, zero], { hint: input });
    quantizedInputs.set(input, floats);
    return floats;
  };

  rebuild(program, (node, add) => {
    const [input = '', weight = ''] = node.inputs;
    const isInner = inner.has(node.name);
    const own = isInner ? storedOf(weight) : null;
    const range = ranges?.get(input);
    if (own !== null && ranges === null) {
      const product = dynamicProduct(program, node, own, node.name);
      add({
        name: program.uniqueName(`${node.name}/result`),
        operator: 'Identity',
        domain: '',
        inputs: [product],
        outputs: node.outputs,
        attributes: {},
      });
    } else if (own !== null && range !== undefined) {
      add({ ...node, inputs: [asSteps(input, range), asFloats(weight)] });
    } else add({ ...node, inputs: node.inputs.map((name) => (weights.has(name) ? asFloats(name) : name)) });
  });
  return made;
}
