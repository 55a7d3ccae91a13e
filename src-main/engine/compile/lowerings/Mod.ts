import type { Lowering } from './lowering';

/** The remainder with the sign of the divisor, computed in double as tfjs does. */
export const mod: Lowering = {
  kernel: 'Mod',
  lower: (context) => {
    const [a = '', b = ''] = [context.input('a'), context.input('b')].map((operand) =>
      context.cast(operand, 'double'),
    );
    const remainder = (x: string): string => context.emit('Mod', [x, b], { fmod: { int: 1 } });
    const first = remainder(a);
    const zero = context.double(0);
    const sameSign = context.emit('Equal', [
      context.emit('Less', [a, zero]),
      context.emit('Less', [b, zero]),
    ]);
    const result = context.emit('Where', [sameSign, first, remainder(context.emit('Add', [first, b]))]);
    if (context.output.type === 'float32') return context.cast(result, 'float');
    const undefinedRemainder = context.emit('IsNaN', [result]);
    return context.cast(context.emit('Where', [undefinedRemainder, zero, result]), 'int32');
  },
};
