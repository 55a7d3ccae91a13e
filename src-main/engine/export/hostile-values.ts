import { takesImage, takesMoment, takesNumber } from '../features/fitted';
import { hostilePixels } from './made-up-images';
import type { FittedFeature, MomentFeature, NumberFeature, TextFeature } from '../features/fitted';

/** Missing is null; text as it is; numbers and moments (seconds since 1970) as numbers. */
export type HostileValue = number | string | null;

const largestFloat = 3.4028234663852886e38;
/** The longest text that is tried, in characters. */
const longText = 5000;
/** At most so many known categories are tried, with variations of them. */
const triedCategories = 40;

/** At most some forty of a list, its ends among them. */
function some(values: readonly number[]): number[] {
  const step = Math.max(1, Math.ceil(values.length / 40));
  return values.filter((_, index) => index < 2 || index > values.length - 3 || index % step === 0);
}

/** Where the transform changes its ways. */
function bordersOf(feature: NumberFeature): number[] {
  switch (feature.kind) {
    case 'number':
    case 'periodic':
      return [1, -1, 10, -10.5].map((times) => feature.center + times * feature.scale);
    case 'power':
      return [-1, -0.5, 0.5, 10, -1000, 1000, feature.origin, -feature.origin, 2 * feature.origin];
    case 'clip':
      return [feature.lower, feature.upper, 2 * feature.lower - feature.upper];
    case 'quantile':
      return some(feature.knots);
    case 'piecewise':
      return some(feature.edges);
  }
}

function ofNumber(feature: NumberFeature): HostileValue[] {
  const borders = bordersOf(feature);
  const between = borders.slice(1).map((value, index) => (value + (borders[index] ?? value)) / 2);
  const near = [feature.median, ...borders, ...between];
  const extreme = [0, 1, 1e-40, 1e6, 1e20, largestFloat, Number.POSITIVE_INFINITY];
  return [null, ...near, ...extreme, ...extreme.map((value) => -value)];
}

// A NUL character is not tried: the C interface of ONNX Runtime ends text there, so it can not be given to it.
function ofCategory({ vocabulary }: TextFeature): HostileValue[] {
  const known = vocabulary.slice(0, triedCategories);
  const sentences = [
    known.join(' '),
    known.join('—'),
    `${known.join(', ')}.`,
    `(${known[0] ?? 'a'})`,
    '\u3000\u2003',
  ];
  const [first = 'a'] = known;
  const variations = [
    ` ${first}`,
    `${first} `,
    first.toUpperCase(),
    first.toLowerCase(),
    `${first}\u0301`,
    first + first,
  ];
  const unseen = [
    'never seen',
    ' ',
    '\t',
    'NaN',
    'null',
    // What other programs write for missing, and numbers of other countries, where text was expected.
    'NA',
    'N/A',
    '#N/A',
    '-',
    '1,5',
    '1.234,56',
    '1e309',
    'true',
    '0',
    '-1',
    '"',
    '=1+1',
    'Ünïcödé',
    '数据',
    '👩‍🚀',
  ];
  return [null, '', ...known, ...sentences, ...variations, ...unseen, '长'.repeat(longText)];
}

const at = (year: number, month: number, day: number, hour = 0): number =>
  // Date.UTC takes years below 100 as 19xx; setUTCFullYear does not.
  new Date(new Date(0).setUTCFullYear(year, month - 1, day)).getTime() / 1000 + hour * 3600;

function ofMoment({ median }: MomentFeature): HostileValue[] {
  const edges = [0, -1, 1, -0.5, 86_399.999, median, 2 ** 31, -(2 ** 31), 8.64e12, -8.64e12];
  const dates = [
    at(2000, 2, 29, 23),
    at(2024, 2, 29, 12),
    at(2023, 2, 28),
    at(1900, 2, 28, 23),
    at(1900, 3, 1),
    at(2100, 3, 1),
    at(2400, 2, 29),
    at(1600, 2, 29),
    at(1969, 12, 31, 23),
    at(1999, 12, 31, 23),
    at(1, 1, 1),
    at(9999, 12, 31, 23),
  ];
  return [null, ...edges, ...dates, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
}

/** What a careless or hostile file could hold in a column, and the borders where a transform changes its ways. */
export function hostileValues(feature: FittedFeature): HostileValue[] {
  if (takesNumber(feature)) return ofNumber(feature);
  // What stands for a picture; the last is of one that is not there.
  if (takesImage(feature)) return [null, ...hostilePixels(feature).references, ''];
  return takesMoment(feature) ? ofMoment(feature) : ofCategory(feature);
}

/** A value that training knew well, for the columns that are not being tried. */
export function ordinaryValue(feature: FittedFeature): HostileValue {
  if (takesImage(feature)) return hostilePixels(feature).references[0] ?? null;
  return takesNumber(feature) || takesMoment(feature) ? feature.median : (feature.vocabulary[0] ?? null);
}
