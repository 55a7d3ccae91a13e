import type { Quantization } from '../../../../contract/schemas/exports';
import type { OnnxProgram } from '../../../compile/onnx/program';
import { toFloat16 } from './float16';
import { toInt8 } from './int8';
import type { Ranges } from './int8';

export { innerProducts, type Ranges } from './int8';

/** Makes the weights of a network smaller, in place. @param ranges for `int8-static`. @returns how many numbers. */
export function quantize(
  program: OnnxProgram,
  weights: ReadonlySet<string>,
  how: Quantization,
  ranges: Ranges | null,
): number {
  switch (how) {
    case 'none':
      return 0;
    case 'float16':
      return toFloat16(program, weights);
    case 'int8':
      return toInt8(program, weights, null);
    case 'int8-static':
      return toInt8(program, weights, ranges ?? new Map());
  }
}
