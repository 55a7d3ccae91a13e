import type { Lowering, LoweringContext, Operand } from './lowering';

/** The result full of one number. */
function filled(context: LoweringContext, value: number): Operand {
  const { shape, type } = context.output;
  return context.emit('FILL', [context.sizes(shape), context.scalar(value, type)], shape, {}, type);
}

/** A list that adds up step by step, in the type of the result, as tfjs does. */
function steps(context: LoweringContext, length: number, start: number, step: number): Operand {
  const values = context.output.type === 'int32' ? new Int32Array(length) : new Float32Array(length);
  for (let i = 0; i < length; i++) values[i] = i === 0 ? start : (values[i - 1] ?? 0) + step;
  return context.constant(values, [length], context.output.type);
}

const linSpace: Lowering = {
  kernel: 'LinSpace',
  lower: (context) => {
    const [start, count] = [context.number('start'), context.number('num')];
    return steps(context, count, start, (context.number('stop') - start) / (count - 1));
  },
};

/** Numbers at equal distances; as many as there are rows when `stop` is a multiple of the rows. */
const range: Lowering = {
  kernel: 'Range',
  lower: (context) => {
    const { shape, type } = context.output;
    const [length] = shape;
    const [start, step] = [context.number('start'), context.number('step', 1)];
    if (typeof length === 'number') {
      // tfjs turns a step of 1 around when the stop is below the start.
      const signed = context.number('stop') < start && step === 1 ? -1 : step;
      return steps(context, length, start, signed);
    }
    const [stop] = context.dimensions('stop');
    const end = context.reshape(context.sizes(stop === undefined ? [] : [stop]), []);
    const inputs = [context.scalar(start, type), context.cast(end, type), context.scalar(step, type)];
    return context.emit('RANGE', inputs, shape);
  },
};

export const fillLowerings: Lowering[] = [
  { kernel: 'Fill', lower: (context) => filled(context, context.number('value')) },
  { kernel: 'ZerosLike', lower: (context) => filled(context, 0) },
  { kernel: 'OnesLike', lower: (context) => filled(context, 1) },
  linSpace,
  range,
];
