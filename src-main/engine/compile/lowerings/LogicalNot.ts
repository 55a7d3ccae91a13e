import type { Lowering } from './lowering';

export const logicalNot: Lowering = {
  kernel: 'LogicalNot',
  lower: (context) => context.emit('Not', [context.as(context.operand('x'), 'bool')]),
};
