import { missingCode } from '../data/frame';
import type { Frame, FrameColumn } from '../data/frame';
import { inverseCurve, curve } from '../features/curve';
import { takesImage, takesMoment, takesNumber } from '../features/fitted';
import type { Fitted, FittedFeature, NumberFeature, TextFeature } from '../features/fitted';
import { Random } from '../random';
import { secondsOfDay } from '../features/host';
import { ordinaryPixels } from './made-up-images';

/** One cell in so many is missing, where training had missing ones. */
const missingOneIn = 20;
/** Words of a made-up sentence, at most. */
const mostWords = 12;

/** A place in [0, 1) of an ascending list, between two of its values. */
function along(list: readonly number[], share: number): number {
  const place = share * (list.length - 1);
  const index = Math.floor(place);
  const [low = 0, high = low] = [list[index], list[index + 1]];
  return low + (high - low) * (place - index);
}

/** A value of a number as training knew them: from where its transform was fitted to. */
function usualNumber(feature: NumberFeature, random: Random): number {
  switch (feature.kind) {
    case 'number':
    case 'periodic':
      return feature.center + feature.scale * random.normal();
    case 'power':
      return inverseCurve(curve(feature.origin, feature) + feature.scale * random.normal(), feature);
    case 'clip':
      return along([feature.lower, feature.upper], random.next());
    case 'quantile':
      return along(feature.knots, random.next());
    case 'piecewise':
      return along(feature.edges, random.next());
  }
}

function usualText(feature: TextFeature, random: Random): string | null {
  const word = (): string => feature.vocabulary[random.below(Math.max(1, feature.vocabulary.length))] ?? '';
  const text =
    feature.kind === 'words' || feature.kind === 'tokens'
      ? Array.from({ length: random.below(mostWords + 1) }, word).join(' ')
      : word();
  return text === '' ? null : text;
}

function columnOf(feature: FittedFeature, rows: number, random: Random): FrameColumn {
  const name = feature.column;
  const isMissing = (): boolean =>
    'indicator' in feature && feature.indicator && random.below(missingOneIn) === 0;
  const cells = <T>(make: () => T, missing: T): T[] =>
    Array.from({ length: rows }, () => (isMissing() ? missing : make()));
  if (takesNumber(feature)) {
    const values = Float32Array.from(cells(() => usualNumber(feature, random), Number.NaN));
    return { name, kind: 'number', values };
  }
  if (takesMoment(feature)) {
    // Dates are around the middle of those of training, as far apart as they were.
    const span = feature.kind === 'calendar' ? (feature.elapsed?.scale ?? 180) : feature.scale;
    const moment = (): number => Math.floor(feature.median + span * secondsOfDay * random.normal());
    return { name, kind: 'moment', values: Float64Array.from(cells(moment, Number.NaN)) };
  }
  if (takesImage(feature)) {
    const pixels = ordinaryPixels(feature);
    const { references: dictionary } = pixels;
    const codes = Uint32Array.from(cells(() => random.below(dictionary.length), missingCode));
    return { name, kind: 'image', codes, dictionary: [...dictionary], pixels: [pixels] };
  }
  const codes = new Map<string, number>();
  const codeOf = (text: string | null): number => {
    if (text === null) return missingCode;
    const code = codes.get(text) ?? codes.size;
    codes.set(text, code);
    return code;
  };
  const texts = cells(() => usualText(feature, random), null);
  return { name, kind: 'text', codes: Uint32Array.from(texts, codeOf), dictionary: [...codes.keys()] };
}

/**
 * Rows as training knew them, made up column by column from what the model keeps: they stand in for data where there
 * is none at hand. The same model gives the same rows.
 */
export function ordinaryFrame(fitted: Fitted, rows: number): Frame {
  const random = new Random(1, 'ordinary');
  return { rows, columns: fitted.features.map((feature) => columnOf(feature, rows, random)) };
}
