import type { Lowering, LoweringContext, Operand } from './lowering';

/** An operation of one number that TensorFlow Lite has no operator for, by a formula. */
type Formula = (context: LoweringContext, x: Operand) => Operand;

/** The polynomial of x with these coefficients, the highest power first. */
const polynomial = (context: LoweringContext, x: Operand, coefficients: readonly number[]): Operand => {
  const [first = 0, second = 0, ...others] = coefficients;
  const start = context.binary('ADD', context.binary('MUL', x, first), second);
  return others.reduce(
    (sum, coefficient) => context.binary('ADD', context.binary('MUL', sum, x), coefficient),
    start,
  );
};

/** sqrt(1 - x^2) */
const complement: Formula = (context, x) =>
  context.unary('SQRT', context.binary('SUB', 1, context.binary('MUL', x, x)));

/** (e^x + sign e^-x) / 2 */
const hyperbolic =
  (operator: 'ADD' | 'SUB'): Formula =>
  (context, x) => {
    const parts = [x, context.unary('NEG', x)].map((side) => context.unary('EXP', side));
    const [up = x, down = x] = parts;
    return context.binary('MUL', context.binary(operator, up, down), 0.5);
  };

const isNan: Formula = (context, x) => context.compare('NOT_EQUAL', x, x);
const isInfinite: Formula = (context, x) =>
  context.compare('EQUAL', context.unary('ABS', x), Number.POSITIVE_INFINITY);

/** 1, -1 or 0; 0 for NaN, as tfjs has it. */
const sign: Formula = (context, x) => {
  const [above, below] = (['GREATER', 'LESS'] as const).map((operator) =>
    context.cast(context.compare(operator, x, context.scalar(0, x.type)), x.type),
  );
  return context.binary('SUB', above ?? x, below ?? x);
};

/** Above this the logarithm of LiteRT's delegate for processors is wrong, so that it takes a part of the number. */
const large = 1e30;
const part = 1e-20;

/** The logarithm also where LOG of that delegate stays finite: of 0, infinity and negative numbers. */
const log: Formula = (context, x) => {
  const isLarge = context.compare('GREATER', x, large);
  const scaled = context.binary('MUL', x, context.select(isLarge, part, 1));
  const within = context.binary(
    'ADD',
    context.unary('LOG', scaled),
    context.select(isLarge, -Math.log(part), 0),
  );
  const infinite = context.compare('EQUAL', x, Number.POSITIVE_INFINITY);
  const below = context.select(context.compare('EQUAL', x, 0), Number.NEGATIVE_INFINITY, Number.NaN);
  const positive = context.select(infinite, x, within);
  return context.select(context.compare('GREATER', x, 0), positive, below);
};

/** sign(x) log(|x| + sqrt(x^2 + 1)) */
const asinh: Formula = (context, x) => {
  const size = context.unary('ABS', x);
  const root = context.unary('SQRT', context.binary('ADD', context.binary('MUL', x, x), 1));
  return context.binary('MUL', sign(context, x), log(context, context.binary('ADD', size, root)));
};

const atanh: Formula = (context, x) => {
  const ratio = context.binary('DIV', context.binary('ADD', x, 1), context.binary('SUB', 1, x));
  return context.binary('MUL', log(context, ratio), 0.5);
};

const acosh: Formula = (context, x) => {
  const factors = [context.binary('SUB', x, 1), context.binary('ADD', x, 1)];
  const [less = x, more = x] = factors.map((factor) => context.unary('SQRT', factor));
  return log(context, context.binary('ADD', x, context.binary('MUL', less, more)));
};

/** Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.26, which tfjs computes too. */
const erf: Formula = (context, x) => {
  const size = context.unary('ABS', x);
  const t = context.binary('DIV', 1, context.binary('ADD', context.binary('MUL', size, 0.3275911), 1));
  const sum = polynomial(context, t, [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592]);
  const decay = context.unary('EXP', context.unary('NEG', context.binary('MUL', x, x)));
  const rest = context.binary('MUL', context.binary('MUL', t, sum), decay);
  return context.binary('MUL', sign(context, x), context.binary('SUB', 1, rest));
};

/** log(1 + x); near zero 2 artanh(x / (2 + x)) by its series, which keeps the digits. */
const log1p: Formula = (context, x) => {
  const near = context.compare('LESS', context.unary('ABS', x), 0.3);
  const small = context.select(near, x, 0);
  const ratio = context.binary('DIV', small, context.binary('ADD', small, 2));
  const square = context.binary('MUL', ratio, ratio);
  const series = polynomial(context, square, [2 / 11, 2 / 9, 2 / 7, 2 / 5, 2 / 3, 2]);
  const sum = context.binary('ADD', x, 1);
  return context.select(near, context.binary('MUL', ratio, series), log(context, sum));
};

/** exp(x) - 1 = 2 exp(x / 2) sinh(x / 2); sinh by its series where it is small, which keeps its digits. */
const expm1: Formula = (context, x) => {
  const half = context.binary('MUL', x, 0.5);
  const square = context.binary('MUL', half, half);
  const series = polynomial(context, square, [1 / 5040, 1 / 120, 1 / 6, 1]);
  const near = context.binary('MUL', half, series);
  const small = context.compare('LESS', context.unary('ABS', half), 0.5);
  const sinh = context.select(small, near, hyperbolic('SUB')(context, half));
  return context.binary('MUL', context.binary('MUL', context.unary('EXP', half), sinh), 2);
};

/** log(1 + e^x) = max(x, 0) + log1p(e^-|x|) */
const softplus: Formula = (context, x) => {
  const decay = context.unary('EXP', context.unary('NEG', context.unary('ABS', x)));
  return context.binary('ADD', context.unary('RELU', x), log1p(context, decay));
};

// Klambauer et al., Self-Normalizing Neural Networks (2017), as in tfjs.
const gamma = 1.0507009873554805;
const alpha = 1.6732632423543772;

const selu: Formula = (context, x) => {
  const below = context.binary('MUL', expm1(context, context.binary('MINIMUM', x, 0)), gamma * alpha);
  return context.select(context.compare('GREATER', x, 0), context.binary('MUL', x, gamma), below);
};

/** 1 above zero, the attribute alpha elsewhere, NaN for NaN. */
const step: Formula = (context, x) => {
  const result = context.select(context.compare('GREATER', x, 0), 1, context.number('alpha', 0));
  return context.select(isNan(context, x), x, result);
};

const formulas: Readonly<Record<string, Formula>> = {
  Acos: (context, x) => context.binary('ATAN2', complement(context, x), x),
  Acosh: acosh,
  Asin: (context, x) => context.binary('ATAN2', x, complement(context, x)),
  Asinh: asinh,
  Atan: (context, x) => context.binary('ATAN2', x, context.binary('ADD', context.binary('MUL', x, 0), 1)),
  Atanh: atanh,
  Cosh: hyperbolic('ADD'),
  Erf: erf,
  Expm1: expm1,
  IsFinite: (context, x) =>
    context.unary('LOGICAL_NOT', context.binary('LOGICAL_OR', isNan(context, x), isInfinite(context, x))),
  IsInf: isInfinite,
  IsNan: isNan,
  Log: log,
  LeakyRelu: (context, x) => context.unary('LEAKY_RELU', x, { alpha: context.number('alpha') }),
  Log1p: log1p,
  Prelu: (context, x) =>
    context.select(context.compare('LESS', x, 0), context.binary('MUL', x, context.operand('alpha')), x),
  Reciprocal: (context, x) => context.binary('DIV', 1, x),
  Selu: selu,
  Sign: sign,
  Sinh: hyperbolic('SUB'),
  Softplus: softplus,
  Square: (context, x) => context.binary('MUL', x, x),
  Step: step,
  Tan: (context, x) => context.binary('DIV', context.unary('SIN', x), context.unary('COS', x)),
};

/** What tfjs computes as a number with a fraction whatever it is given. */
const ofAnyType = new Set(['Sign', 'Square', 'IsNan', 'IsInf', 'IsFinite', 'Step']);

export const formulaLowerings: Lowering[] = Object.entries(formulas).map(([kernel, formula]) => ({
  kernel,
  lower: (context) => {
    const x = context.operand('x');
    return formula(context, ofAnyType.has(kernel) ? x : context.cast(x, 'float32'));
  },
}));
