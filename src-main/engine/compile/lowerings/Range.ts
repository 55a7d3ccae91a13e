import { onnxTypes } from './lowering';
import type { Lowering } from './lowering';

/** A list of numbers at equal distances; as many as there are rows when `stop` is a multiple of the rows. */
export const range: Lowering = {
  kernel: 'Range',
  lower: (context) => {
    const { shape, type } = context.output;
    const [length] = shape;
    const start = context.number('start');
    const step = context.number('step', 1);
    if (typeof length !== 'number') {
      const [stop] = context.dimensions('stop');
      const end = context.reshape(context.shapeOf(stop === undefined ? [] : [stop]), []);
      return context.emit('Range', [
        context.scalar(start, type),
        context.cast(end, onnxTypes[type]),
        context.scalar(step, type),
      ]);
    }
    // tfjs turns a step of 1 around when the stop is below the start, and adds up step by step.
    const signed = context.number('stop') < start && step === 1 ? -1 : step;
    const values = type === 'int32' ? new Int32Array(length) : new Float32Array(length);
    for (let i = 0; i < length; i++) values[i] = i === 0 ? start : (values[i - 1] ?? 0) + signed;
    return values instanceof Int32Array
      ? context.int32s([...values])
      : context.floats([...values], [values.length]);
  },
};
