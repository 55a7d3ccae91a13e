import type { Lowering } from './lowering';

/** floor(a / b) as int32, computed in double as tfjs does; division by zero gives 0. */
export const floorDiv: Lowering = {
  kernel: 'FloorDiv',
  lower: (context) => {
    const [a, b] = [context.input('a'), context.input('b')].map((operand) => context.cast(operand, 'double'));
    const quotient = context.emit('Floor', [context.emit('Div', [a ?? '', b ?? ''])]);
    const undefinedQuotient = context.emit('Or', [
      context.emit('IsNaN', [quotient]),
      context.emit('IsInf', [quotient]),
    ]);
    return context.cast(context.emit('Where', [undefinedQuotient, context.double(0), quotient]), 'int32');
  },
};
