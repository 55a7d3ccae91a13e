import fc from 'fast-check';
import { dateParts } from '../../src-main/contract/schemas/features';
import type { Recipe } from '../../src-main/contract/schemas/recipe';
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

const named = (column: string) => ({
  column: fc.constant(column),
  median: center,
  indicator: fc.boolean(),
});

/** Ascending numbers of float32, some of them close to each other. */
const ascending = (least: number, most: number): fc.Arbitrary<number[]> =>
  fc
    .tuple(center, fc.array(scale, { minLength: least - 1, maxLength: most - 1 }))
    .map(([start, steps]) => {
      const values = steps.reduce<number[]>((all, step) => [...all, (all.at(-1) ?? 0) + step], [start]);
      return [...new Set(values.map(Math.fround))];
    })
    .filter((values) => values.length >= least);

const power = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.record({
    ...named(column),
    kind: fc.constant('power' as const),
    positive: fc.oneof(fc.constant(0), fc.double({ min: -2, max: 3, noNaN: true })),
    negative: fc.oneof(fc.constant(0), fc.double({ min: -2, max: 3, noNaN: true })),
    origin: center,
    scale,
  });

const clip = (column: string): fc.Arbitrary<FittedFeature> =>
  fc
    .tuple(
      fc.record({ ...named(column), kind: fc.constant('clip' as const), lower: center, center, scale }),
      scale,
    )
    .map(([feature, size]) => ({ ...feature, upper: feature.lower + size }));

/** Shares that rise along the knots, some of which many rows share. */
const quantile = (column: string): fc.Arbitrary<FittedFeature> =>
  fc
    .tuple(
      fc.record({
        ...named(column),
        kind: fc.constant('quantile' as const),
        output: fc.constantFrom('normal' as const, 'uniform' as const),
      }),
      ascending(2, 120),
      fc.array(fc.boolean(), { minLength: 120, maxLength: 120 }),
    )
    .map(([feature, knots, shared]) => {
      const widths = knots.map((_, i) => (shared[i] === true ? 1 : 0));
      const total = knots.length - 1 + widths.reduce<number>((sum, width) => sum + width, 0);
      let rank = 0;
      const places = widths.map((width) => {
        const place = { below: rank / total, above: (rank + width) / total };
        rank += width + 1;
        return place;
      });
      return {
        ...feature,
        knots,
        below: places.map(({ below }) => below),
        above: places.map(({ above }) => above),
      };
    });

const piecewise = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.record({ ...named(column), kind: fc.constant('piecewise' as const), edges: ascending(2, 20) });

const periodic = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.record({
    ...named(column),
    kind: fc.constant('periodic' as const),
    center,
    scale,
    frequencies: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
  });

/** Transforms that a person may choose for a number. */
export const chosenNumber = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.oneof(...[power, clip, quantile, piecewise, periodic].map((make) => make(column)));

const category = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.record({
    column: fc.constant(column),
    kind: fc.constant('category' as const),
    vocabulary: fc.uniqueArray(text, { maxLength: 12 }),
  });

const vocabulary = fc.uniqueArray(text, { maxLength: 12 });
const share = fc.double({ min: -3, max: 3, noNaN: true });

const lookup = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.tuple(vocabulary, fc.integer({ min: 1, max: 4 })).chain(([known, width]) =>
    fc.record({
      column: fc.constant(column),
      kind: fc.constant('lookup' as const),
      vocabulary: fc.constant(known),
      values: fc.array(fc.array(share, { minLength: width, maxLength: width }), {
        minLength: known.length + 1,
        maxLength: known.length + 1,
      }),
    }),
  );

const buckets = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.tuple(vocabulary, fc.integer({ min: 2, max: 9 })).chain(([known, size]) =>
    fc.record({
      column: fc.constant(column),
      kind: fc.constant('buckets' as const),
      vocabulary: fc.constant(known),
      buckets: fc.array(fc.integer({ min: 1, max: size }), {
        minLength: known.length,
        maxLength: known.length,
      }),
      size: fc.constant(size),
    }),
  );

const embedding = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.record({
    column: fc.constant(column),
    kind: fc.constant('embedding' as const),
    vocabulary,
    width: fc.integer({ min: 1, max: 6 }),
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

const calendar = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.record({
    kind: fc.constant('calendar' as const),
    column: fc.constant(column),
    parts: fc.subarray([...dateParts], { minLength: 1 }),
    as: fc.constantFrom('cyclic' as const, 'number' as const, 'one-hot' as const),
    elapsed: fc.oneof(
      fc.constant(null),
      fc.record({ center: fc.integer({ min: -20_000, max: 40_000 }), scale: fc.constantFrom(0.7, 400) }),
    ),
    years: fc.record({ center: fc.integer({ min: 1900, max: 2030 }), scale: fc.constantFrom(1, 7.3) }),
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

const words = (column: string): fc.Arbitrary<FittedFeature> =>
  fc
    .tuple(
      fc.uniqueArray(fc.constantFrom('red', 'Red', 'RED', 'née', '数据', 'x1', 'straße', 'don'), {
        minLength: 1,
      }),
      fc.constantFrom('presence' as const, 'counts' as const, 'tfidf' as const),
      fc.array(fc.double({ min: 0.1, max: 6, noNaN: true }), { minLength: 1, maxLength: 6 }),
    )
    .map(([spellings, weighting, weights]) => ({
      kind: 'words',
      column,
      vocabulary: spellings,
      places: spellings.map((_, i) => i % weights.length),
      weighting,
      weights,
    }));

const kinds = [words, number, chosenNumber, category, lookup, buckets, embedding, moment, calendar];

/** Fitted features of every kind and a target of the task. */
export function fittedOf(task: Fitted['task']): fc.Arbitrary<Fitted> {
  const features = fc
    .uniqueArray(columnName, { minLength: 1, maxLength: 6 })
    .chain((names) => fc.tuple(...names.map((name) => fc.oneof(...kinds.map((make) => make(name))))));
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

const tokens = (column: string): fc.Arbitrary<FittedFeature> =>
  fc.record({
    kind: fc.constant('tokens' as const),
    column: fc.constant(column),
    vocabulary: fc.uniqueArray(fc.constantFrom('a', 'b', 'ab', 'née', '数', 'red', 'x'), { minLength: 1 }),
    size: fc.constant(7),
    length: fc.integer({ min: 2, max: 6 }),
  });

/** A table, with a text that is read piece by piece and a sequence of steps behind it where they are wished. */
export function fittedWith(
  task: Fitted['task'],
  more: { text: boolean; sequence: boolean },
): fc.Arbitrary<Fitted> {
  const steps = 4;
  const columns = Array.from({ length: steps }, (_, step) => `step ${String(step + 1)}`);
  const given = {
    text: more.text ? tokens('the text').map((feature) => [feature]) : fc.constant([]),
    sequence: more.sequence
      ? number('step').map((feature) => columns.map((column) => ({ ...feature, column })))
      : fc.constant([]),
  };
  return fc.tuple(fittedOf(task), given.text, given.sequence).map(([fitted, text, sequence]) => ({
    ...fitted,
    features: [...fitted.features, ...text, ...sequence],
    ...(more.sequence ? { sequences: [{ name: 'steps', channels: [{ name: 'step', columns }] }] } : {}),
  }));
}

/** Settings of a preset, small. */
export const presetOptions = (preset: Recipe['model']['preset']) =>
  fc.record({
    preset: fc.constant(preset),
    hidden: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 2 }),
    activation: fc.constantFrom('relu' as const, 'selu' as const, 'mish' as const, 'gelu' as const),
    dropout: fc.constantFrom(0, 0.3),
    options: fc.record({
      members: fc.integer({ min: 1, max: 4 }),
      columnWidth: fc.integer({ min: 1, max: 4 }),
      encoderWidth: fc.constantFrom(4, 6),
      encoderLayers: fc.integer({ min: 1, max: 2 }),
      encoderDropout: fc.constantFrom(0, 0.2),
      heads: fc.integer({ min: 1, max: 2 }),
      window: fc.constantFrom(2, 3),
    }),
  });
