import type { TfliteProgram } from '../program/program';
import type { Quantization, TfliteOperator } from '../program/types';
import type { OperatorName } from '../schema/operators';
import type { Range } from './calibrate';
import { quantizedByChannel, quantizedWhole, weightInputs, weightsAt } from './weights';

/** Operators that give numbers of their input in the same whole numbers. */
const sameScale: ReadonlySet<OperatorName> = new Set<OperatorName>([
  'RESHAPE',
  'TRANSPOSE',
  'MAX_POOL_2D',
  'AVERAGE_POOL_2D',
  'SLICE',
  'GATHER',
]);
/** Operators that may stand between others in eight bits. */
const between: ReadonlySet<OperatorName> = new Set<OperatorName>([
  ...sameScale,
  'RELU',
  'RELU6',
  'ADD',
  'MUL',
  'TANH',
]);

/** What is nearer to zero than this is zero. */
const smallestRange = 1e-20;

/** Whole numbers from -128 to 127 for a range, with zero among them. */
export function quantizationOf({ lowest, highest }: Range): Quantization {
  const [low, high] = [Math.min(0, lowest), Math.max(0, highest)];
  const scale = Math.fround(high - low < smallestRange ? 1 : (high - low) / 255);
  const zeroPoint = Math.max(-128, Math.min(127, Math.round(-128 - low / scale)));
  return { scales: [scale], zeroPoints: [zeroPoint] };
}

/** TANH of whole numbers gives them by this scale and no other. */
const tanhOutput: Quantization = { scales: [1 / 128], zeroPoints: [0] };

/** Rewrites a program operator by operator: what can be in eight bits is, QUANTIZE and DEQUANTIZE stand where it changes. */
class StaticQuantizer {
  private readonly quantized = new Set<TfliteOperator>();
  /** For a tensor of float32, the one of int8 with the same numbers. */
  private readonly whole = new Map<number, number>();
  /** Tensors of float32 that exist only as int8 until somebody asks. */
  private readonly pending = new Set<number>();
  private readonly weights = new Map<number, number>();
  private readonly operators: TfliteOperator[] = [];

  constructor(
    private readonly program: TfliteProgram,
    private readonly ranges: ReadonlyMap<number, Range>,
  ) {}

  run(): void {
    this.choose();
    for (const operator of this.program.operators) {
      if (this.quantized.has(operator)) this.rewrite(operator);
      else {
        operator.inputs.forEach((input) => this.restore(input));
        this.operators.push(operator);
      }
    }
    for (const { tensor } of this.program.outputs) this.restore(tensor);
    this.program.operators = this.operators;
  }

  private isComputedFloat(place: number): boolean {
    const tensor = this.program.tensors[place];
    return tensor?.type === 'float32' && tensor.data === undefined;
  }

  /** Products and convolutions by weights; what stands between two of them; nothing after the last. */
  private choose(): void {
    const known = (place: number | undefined): boolean => place !== undefined && this.ranges.has(place);
    const made = new Set<number>();
    const chosen: TfliteOperator[] = [];
    for (const operator of this.program.operators) {
      const floats = operator.inputs.filter((input) => this.isComputedFloat(input));
      const constants = operator.inputs.filter(
        (input) => this.program.tensors[input]?.data instanceof Float32Array,
      );
      const isWeighted = this.weightsOf(operator) !== null && known(operator.inputs[0]);
      const isBetween =
        between.has(operator.operator) &&
        constants.length === 0 &&
        floats.length > 0 &&
        floats.every((input) => made.has(input));
      if (!(isWeighted || isBetween) || !known(operator.outputs[0])) continue;
      chosen.push(operator);
      operator.outputs.forEach((output) => made.add(output));
    }
    const needed = new Set<number>();
    for (const operator of chosen.reverse()) {
      const isWeighted = this.weightsOf(operator) !== null;
      if (!isWeighted && !operator.outputs.some((output) => needed.has(output))) continue;
      this.quantized.add(operator);
      operator.inputs.forEach((input) => needed.add(input));
    }
  }

  private weightsOf(operator: TfliteOperator) {
    const known = weightInputs[operator.operator];
    const bias = this.program.tensors[operator.inputs[2] ?? -1];
    if (known === undefined || (bias !== undefined && !(bias.data instanceof Float32Array))) return null;
    const weights = weightsAt(this.program, operator, known.input, 1);
    return weights === null ? null : { ...known, weights };
  }

  /** The tensor of int8 that stands for one of float32. */
  private wholeOf(place: number): number {
    const existing = this.whole.get(place);
    if (existing !== undefined) return existing;
    const { name, shape } = this.program.tensorAt(place);
    const quantization = quantizationOf(this.ranges.get(place) ?? { lowest: 0, highest: 0 });
    const tensor = this.program.add({ name, shape, type: 'int8', quantization });
    this.operators.push({ operator: 'QUANTIZE', inputs: [place], outputs: [tensor], options: {} });
    this.whole.set(place, tensor);
    return tensor;
  }

  private restore(place: number): void {
    const tensor = this.whole.get(place);
    if (tensor === undefined || !this.pending.delete(place)) return;
    this.operators.push({ operator: 'DEQUANTIZE', inputs: [tensor], outputs: [place], options: {} });
  }

  private scaleOf(tensor: number): Quantization {
    return this.program.tensorAt(tensor).quantization ?? { scales: [1], zeroPoints: [0] };
  }

  private rewrite(operator: TfliteOperator): void {
    const inputs = operator.inputs.map((input) =>
      this.isComputedFloat(input) ? this.wholeOf(input) : input,
    );
    const weighted = this.weightsOf(operator);
    if (weighted !== null) {
      const [x = -1] = inputs;
      const weights = this.wholeWeights(operator, weighted);
      inputs[weighted.input] = weights;
      const bias = inputs[2] ?? -1;
      if (bias >= 0) inputs[2] = this.wholeBias(bias, this.scaleOf(x), this.scaleOf(weights));
    }
    const [output = -1] = operator.outputs;
    const { name, shape } = this.program.tensorAt(output);
    const range = this.ranges.get(output) ?? { lowest: 0, highest: 0 };
    const quantization = sameScale.has(operator.operator)
      ? this.scaleOf(inputs[0] ?? -1)
      : operator.operator === 'TANH'
        ? tanhOutput
        : quantizationOf(range);
    const tensor = this.program.add({ name, shape, type: 'int8', quantization });
    this.operators.push({ ...operator, inputs, outputs: [tensor] });
    this.whole.set(output, tensor);
    this.pending.add(output);
  }

  private wholeWeights(
    { operator, inputs }: TfliteOperator,
    { input, axis, weights }: NonNullable<ReturnType<StaticQuantizer['weightsOf']>>,
  ): number {
    const place = inputs[input] ?? -1;
    const existing = this.weights.get(place);
    if (existing !== undefined) return existing;
    // A scale for each channel of a product is known to newer interpreters only.
    const tensor = this.program.add(
      operator === 'FULLY_CONNECTED' ? quantizedWhole(weights) : quantizedByChannel(weights, axis),
    );
    this.weights.set(place, tensor);
    return tensor;
  }

  private wholeBias(place: number, x: Quantization, weights: Quantization): number {
    const { name, shape, data } = this.program.tensorAt(place);
    const scales = weights.scales.map((scale) => scale * (x.scales[0] ?? 1));
    const values = Int32Array.from(data ?? [], (value, index) =>
      Math.round(value / (scales[index] ?? scales[0] ?? 1)),
    );
    return this.program.add({
      name,
      shape,
      type: 'int32',
      data: values,
      quantization: { scales, zeroPoints: scales.map(() => 0), axis: 0 },
    });
  }
}

/**
 * Keeps weights and activations in eight bits where operators have such a form; all else stays in float32.
 * @param ranges of tensors, measured over rows.
 */
export function keepAllInt8(program: TfliteProgram, ranges: ReadonlyMap<number, Range>): void {
  new StaticQuantizer(program, ranges).run();
}
