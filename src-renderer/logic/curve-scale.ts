import { linear, niceRange, ticks } from './ticks';

export interface CurveScale {
  /** Where a value is drawn. */
  at: (value: number) => number;
  ticks: number[];
  /** Whether some values lie above what is shown. */
  isCut: boolean;
}

/** A few early or stray epochs far above the rest must not flatten a curve. */
const outlierShare = 0.02;

function linearRange(values: readonly number[]): { range: [number, number]; isCut: boolean } {
  const sorted = Float64Array.from(values).sort();
  const most = sorted.at(-1) ?? 1;
  const least = sorted[0] ?? 0;
  const nearly = sorted[Math.floor((sorted.length - 1) * (1 - outlierShare))] ?? most;
  const highest = nearly > 0 && most > nearly * 3 ? nearly * 1.5 : most;
  const range = niceRange(least, highest > least ? highest : least + (Math.abs(least) || 1) * 0.1);
  return { range, isCut: most > range[1] };
}

/** Powers of ten between two numbers; where they are less than two decades apart also twice and five times those. */
function logTicks(low: number, high: number): number[] {
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const isShort = last - first <= 2;
  const step = Math.max(1, Math.ceil((last - first) / 6));
  const all: number[] = [];
  for (let power = first; power <= last; power += step)
    for (const factor of isShort ? [1, 2, 5] : [1]) all.push(Number((factor * 10 ** power).toPrecision(12)));
  return all.filter((value) => value >= low * 0.999 && value <= high * 1.001);
}

/**
 * The upright axis of a curve.
 * @param bottom where the least is drawn. @param top where the most is drawn.
 * @param isLog by powers of ten: values at zero or below cannot be drawn then.
 */
export function curveScale(
  values: readonly number[],
  bottom: number,
  top: number,
  isLog: boolean,
): CurveScale {
  const finite = values.filter((value) => Number.isFinite(value) && (!isLog || value > 0));
  if (isLog) {
    const low = finite.reduce((least, value) => Math.min(least, value), Infinity);
    const high = finite.reduce((most, value) => Math.max(most, value), 0);
    const [from, to] = low <= high ? [low / 1.05, Math.max(high * 1.05, low * 1.2)] : [0.1, 1];
    const place = linear(Math.log10(from), Math.log10(to), bottom, top);
    return { at: (value) => place(Math.log10(value)), ticks: logTicks(from, to), isCut: false };
  }
  const { range, isCut } = linearRange(finite.length > 0 ? finite : [0, 1]);
  return { at: linear(range[0], range[1], bottom, top), ticks: ticks(range[0], range[1], 4), isCut };
}
