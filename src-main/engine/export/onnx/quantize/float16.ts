import type { OnnxProgram } from '../../../compile/onnx/program';
import { onnxTypeCodes } from '../../../compile/onnx/types';
import type { OnnxTensor } from '../../../compile/onnx/types';
import { rebuild } from './rebuild';

/** The largest number that float16 holds (IEEE 754-2008, binary16). */
export const largestHalf = 65504;
/** Fewer numbers than this are not worth an operator. */
const fewest = 16;

const bits = new DataView(new ArrayBuffer(4));

/** A number as the 16 bits of binary16, rounded to the nearest, ties to even. */
export function halfBits(value: number): number {
  bits.setFloat32(0, value);
  const word = bits.getUint32(0);
  const sign = (word >>> 16) & 0x8000;
  const exponent = (word >>> 23) & 0xff;
  const mantissa = word & 0x7fffff;
  if (exponent === 0xff) return sign | 0x7c00 | (mantissa === 0 ? 0 : 0x200);
  const shifted = exponent - 127 + 15;
  if (shifted >= 31) return sign | 0x7c00;
  // Below the smallest normal number the leading one moves into the mantissa.
  const whole = shifted > 0 ? (shifted << 23) | mantissa : mantissa | 0x800000;
  const drop = shifted > 0 ? 13 : 14 - shifted;
  if (drop > 24) return sign;
  const kept = whole >>> drop;
  const rest = whole & ((1 << drop) - 1);
  const half = 1 << (drop - 1);
  const up = rest > half || (rest === half && (kept & 1) === 1) ? 1 : 0;
  return sign | (kept + up);
}

const fits = ({ data }: OnnxTensor<'float'>): boolean => data.every((value) => Math.abs(value) < largestHalf);

/**
 * Keeps the weights of the network in float16 and computes in float32 as before: each is cast once, when the file is
 * loaded. So no number on the way can overflow, and every runtime of opset 17 can do it.
 * @returns how many numbers became half as large.
 */
export function toFloat16(program: OnnxProgram, weights: ReadonlySet<string>): number {
  let made = 0;
  const casts = new Map<string, string>();
  rebuild(program, (node, add) => {
    const inputs = node.inputs.map((input) => {
      const tensor = weights.has(input) ? program.constants.get(input) : undefined;
      const known = casts.get(input);
      if (known !== undefined) return known;
      if (tensor?.type !== 'float') return input;
      const floats: OnnxTensor<'float'> = {
        type: 'float',
        shape: tensor.shape,
        data: Float32Array.from(tensor.data, Number),
      };
      if (floats.data.length < fewest || !fits(floats)) return input;
      const half = program.constant(
        { type: 'float16', shape: tensor.shape, data: Uint16Array.from(floats.data, halfBits) },
        `${input}/half`,
      );
      made += floats.data.length;
      const cast = program.emit('Cast', [half], {
        attributes: { to: { int: onnxTypeCodes.float } },
        hint: input,
      });
      casts.set(input, cast);
      return cast;
    });
    add({ ...node, inputs });
  });
  return made;
}
