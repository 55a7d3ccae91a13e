import type { OperatorName } from '../schema/operators';
import type { Lowering } from './lowering';

const comparisons: Readonly<Record<string, OperatorName>> = {
  Equal: 'EQUAL',
  Greater: 'GREATER',
  GreaterEqual: 'GREATER_EQUAL',
  Less: 'LESS',
  LessEqual: 'LESS_EQUAL',
  NotEqual: 'NOT_EQUAL',
};

const logical: Readonly<Record<string, OperatorName>> = {
  LogicalAnd: 'LOGICAL_AND',
  LogicalOr: 'LOGICAL_OR',
};

/** Truth values are compared as 0 and 1. */
const comparing: Lowering[] = Object.entries(comparisons).map(([kernel, operator]) => ({
  kernel,
  lower: (context) => {
    const [a, b] = [context.operand('a'), context.operand('b')].map((operand) =>
      operand.type === 'bool' ? context.cast(operand, 'int32') : operand,
    );
    return a === undefined || b === undefined ? [] : context.compare(operator, a, b);
  },
}));

const joining: Lowering[] = Object.entries(logical).map(([kernel, operator]) => ({
  kernel,
  lower: (context) =>
    context.binary(
      operator,
      context.cast(context.operand('a'), 'bool'),
      context.cast(context.operand('b'), 'bool'),
    ),
}));

const select: Lowering = {
  kernel: 'Select',
  lower: (context) => {
    const condition = context.cast(context.operand('condition'), 'bool');
    const { type, shape } = context.output;
    const [t, e] = [context.operand('t'), context.operand('e')];
    // A condition of fewer axes chooses whole rows.
    const axes = shape.map((size, axis) => (axis < condition.shape.length ? size : 1));
    const test = condition.shape.length === shape.length ? condition : context.reshape(condition, axes);
    if (type !== 'bool') return context.select(test, context.cast(t, type), context.cast(e, type));
    const numbers = context.select(test, context.cast(t, 'int32'), context.cast(e, 'int32'));
    return context.cast(numbers, 'bool');
  },
};

/** min(max(x, lowest), highest), NaN stays. */
const clipByValue: Lowering = {
  kernel: 'ClipByValue',
  lower: (context) => {
    const x = context.operand('x');
    const [lowest, highest] = ['clipValueMin', 'clipValueMax'].map((name) => context.number(name));
    const raised = Number.isFinite(lowest) ? context.binary('MAXIMUM', x, lowest ?? 0) : x;
    return Number.isFinite(highest) ? context.binary('MINIMUM', raised, highest ?? 0) : raised;
  },
};

export const comparisonLowerings: Lowering[] = [...comparing, ...joining, select, clipByValue];
