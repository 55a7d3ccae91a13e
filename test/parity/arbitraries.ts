import fc from 'fast-check';
import type { Fitted, FittedFeature } from '../../src-main/engine/features/fitted';

/** The C interface of ONNX Runtime ends text at a NUL character. */
const withoutNul = (value: string): boolean => !value.includes('\u0000');
const oddStrings = [
  '',
  ' ',
  'a',
  'A',
  'true',
  'false',
  'NaN',
  'née',
  '数据',
  '👩‍🚀',
  'x'.repeat(300),
  '"',
  "'",
  '\n',
  '0',
  '-1',
  '1.0',
];
const text = fc.oneof(
  fc.constantFrom(...oddStrings),
  fc.string({ unit: 'grapheme', maxLength: 12 }).filter(withoutNul),
);
const scale = fc.double({ min: -3, max: 3, noNaN: true }).map((exponent) => 10 ** exponent);
const center = fc
  .tuple(fc.double({ min: -3, max: 3, noNaN: true }), scale)
  .map(([factor, unit]) => factor * unit);

const number = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.record({
    column: fc.constant(column),
    kind: fc.constant('number' as const),
    center,
    scale,
    median: center,
    indicator: fc.boolean(),
  });

const category = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.record({
    column: fc.constant(column),
    kind: fc.constant('category' as const),
    vocabulary: fc.uniqueArray(text, { maxLength: 12 }),
  });

const moment = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.record({
    column: fc.constant(column),
    kind: fc.constant('moment' as const),
    parts: fc
      .subarray(['month-of-year', 'day-of-month', 'day-of-week', 'hour-of-day'] as const)
      .map((parts) => [...parts]),
    center: fc.integer({ min: -20_000, max: 40_000 }),
    scale: fc.double({ min: 0.5, max: 3000, noNaN: true }),
    median: fc.integer({ min: -2_000_000_000, max: 4_000_000_000 }),
    indicator: fc.boolean(),
  });

/** Names that meet the names of outputs and of values inside the graph. */
const oddNames = [
  'predicted',
  'probabilities',
  'rows',
  'score',
  'Reshape:0',
  'constant',
  'hidden1/kernel',
  'Länge (mm)',
  'x',
];
const columnName = fc.oneof(
  fc.constantFrom(...oddNames),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }),
);

/** Fitted features of every kind and a target of the task. */
export function fittedOf(task: Fitted['task']): fc.Arbitrary<Fitted> {
  const features = fc
    .uniqueArray(columnName, { minLength: 1, maxLength: 6 })
    .chain((names) => fc.tuple(...names.map((name) => fc.oneof(number(name), category(name), moment(name)))));
  const classes = fc.uniqueArray(
    text,
    task === 'binary' ? { minLength: 2, maxLength: 2 } : { minLength: 3, maxLength: 7 },
  );
  const target: fc.Arbitrary<Fitted['target']> =
    task === 'regression'
      ? fc.record({
          kind: fc.constant('number' as const),
          column: fc.constant('y'),
          mean: center,
          deviation: scale,
        })
      : fc.record({ kind: fc.constant('classes' as const), column: fc.constant('y'), classes });
  return fc.record({ formatVersion: fc.constant(1 as const), task: fc.constant(task), features, target });
}

/** One to three hidden layers with any of the activations. */
export const modelOptions = fc.record({
  hidden: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 3 }),
  activation: fc.constantFrom(
    'relu' as const,
    'tanh' as const,
    'gelu' as const,
    'swish' as const,
    'elu' as const,
  ),
  dropout: fc.constantFrom(0, 0.3),
});
