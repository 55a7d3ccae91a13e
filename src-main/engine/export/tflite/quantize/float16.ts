import type { TfliteProgram } from '../program/program';
import type { TfliteOperator } from '../program/types';
import { weightInputs, weightsAt } from './weights';
import type { FloatWeights } from './weights';

/** The largest number of float16. */
const largestHalf = 65_504;

const bits = new Float32Array(1);
const word = new Uint32Array(bits.buffer);

/** A number in the 16 bits of IEEE 754 half precision, rounded to the nearest, halves to the even one. */
export function halfOf(value: number): number {
  bits[0] = value;
  const [source = 0] = word;
  const sign = (source >>> 16) & 0x8000;
  const exponent = ((source >>> 23) & 0xff) - 112;
  const mantissa = source & 0x7fffff;
  if (exponent >= 31) return sign | 0x7c00 | ((source & 0x7fffffff) > 0x7f800000 ? 0x200 : 0);
  // Below the smallest normal number the digits move behind a leading one.
  const shift = exponent > 0 ? 13 : 14 - exponent;
  if (shift > 24) return sign;
  const whole = exponent > 0 ? mantissa | (exponent << 23) : mantissa | 0x800000;
  const kept = whole >>> shift;
  const rest = whole & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const up = rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0;
  return sign | (kept + up);
}

/** Weights of products, convolutions and tables. */
function weightsOf(
  program: TfliteProgram,
  operator: TfliteOperator,
): { input: number; weights: FloatWeights }[] {
  const known = weightInputs[operator.operator];
  const inputs =
    known !== undefined
      ? [known.input]
      : ({ BATCH_MATMUL: [0, 1], GATHER: [0], TRANSPOSE_CONV: [1] }[operator.operator as string] ?? []);
  return inputs.flatMap((input) => {
    const weights = weightsAt(program, operator, input);
    return weights === null ? [] : [{ input, weights }];
  });
}

/** Keeps weights in half the bits; the interpreter makes them whole again when it opens the file. */
export function keepHalf(program: TfliteProgram): void {
  const restored = new Map<number, number>();
  const first: TfliteOperator[] = [];
  for (const operator of program.operators) {
    for (const { input, weights } of weightsOf(program, operator)) {
      const place = operator.inputs[input] ?? -1;
      if (weights.data.some((value) => Math.abs(value) > largestHalf)) continue;
      let tensor = restored.get(place);
      if (tensor === undefined) {
        const { name, shape, data } = weights;
        const half = program.add({ name, shape, type: 'float16', data: Uint16Array.from(data, halfOf) });
        tensor = program.add({ name, shape, type: 'float32' });
        first.push({ operator: 'DEQUANTIZE', inputs: [half], outputs: [tensor], options: {} });
        restored.set(place, tensor);
      }
      operator.inputs[input] = tensor;
    }
  }
  program.operators = [...first, ...program.operators];
}
