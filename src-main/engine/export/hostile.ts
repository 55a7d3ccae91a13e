import { missingCode } from '../data/frame';
import type { Frame, FrameColumn } from '../data/frame';
import { takesImage, takesMoment, takesNumber } from '../features/fitted';
import type { Fitted, FittedFeature } from '../features/fitted';
import { Random } from '../random';
import { hostileValues, ordinaryValue } from './hostile-values';
import { hostilePixels } from './made-up-images';
import type { HostileValue } from './hostile-values';

/** At most so many rows try a single column, and so many try several columns at once. */
const singleRows = 3000;
const mixedRows = 300;
/** So many columns at most are hostile in one row: sums of many infinities say more of rounding than of the export. */
const mixedColumns = 3;

function columnOf(feature: FittedFeature, values: HostileValue[]): FrameColumn {
  const name = feature.column;
  const numbers = (): number[] => values.map((value) => (typeof value === 'number' ? value : Number.NaN));
  if (takesNumber(feature)) return { name, kind: 'number', values: Float32Array.from(numbers()) };
  if (takesMoment(feature)) return { name, kind: 'moment', values: Float64Array.from(numbers()) };
  const codes = new Map<string, number>();
  const codeOf = (value: HostileValue): number => {
    if (typeof value !== 'string') return missingCode;
    const code = codes.get(value) ?? codes.size;
    codes.set(value, code);
    return code;
  };
  const text = { name, codes: Uint32Array.from(values, codeOf), dictionary: [...codes.keys()] };
  if (takesImage(feature)) return { ...text, kind: 'image', pixels: [hostilePixels(feature)] };
  return { ...text, kind: 'text' };
}

/**
 * Rows that try what an ordinary file never holds: everything missing, one column at a time with each of its
 * hostile values beside ordinary ones, and mixtures of hostile values; the columns come in the opposite order.
 * The same model gives the same rows.
 */
export function hostileFrame(fitted: Fitted): Frame {
  const random = new Random(1, 'hostile');
  const values = fitted.features.map(hostileValues);
  const ordinary = fitted.features.map(ordinaryValue);
  const singles = values.flatMap((list, feature) => list.map((value) => ({ feature, value })));
  // A very wide table has more of them than can be run: then a random part, spread over all columns.
  const order = random.shuffle(singles.map((_, index) => index)).slice(0, singleRows);
  const tried = singles.length <= singleRows ? singles : order.flatMap((index) => singles[index] ?? []);

  const mixtures = Array.from({ length: mixedRows }, () => {
    const features = Array.from({ length: mixedColumns }, () => random.below(fitted.features.length));
    return new Map(
      features.map((feature) => {
        const list = values[feature] ?? [];
        return [feature, list[random.below(list.length)] ?? null];
      }),
    );
  });

  const columns = fitted.features.map((feature, index): FrameColumn => {
    const usual = ordinary[index] ?? null;
    const single = tried.map((one) => (one.feature === index ? one.value : usual));
    const mixed = mixtures.map((hostile) => hostile.get(index) ?? (hostile.has(index) ? null : usual));
    return columnOf(feature, [null, usual, ...single, ...mixed]);
  });
  // A column that is encoded in several ways is one column of the file.
  const first = columns.filter(
    ({ name }, index) => index === columns.findIndex((other) => other.name === name),
  );
  // A caller may give the columns in any order.
  return { rows: 2 + tried.length + mixedRows, columns: first.toReversed() };
}
