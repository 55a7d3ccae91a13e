/**
 * Round values between two numbers for an axis, about `wanted` of them: steps of 1, 2 or 5 times a power of ten.
 */
export function ticks(minimum: number, maximum: number, wanted = 5): number[] {
  if (!Number.isFinite(minimum) || !Number.isFinite(maximum)) return [];
  if (minimum === maximum) return [minimum];
  const step = roundStep((maximum - minimum) / Math.max(1, wanted));
  const values: number[] = [];
  const last = Math.floor(maximum / step + 1e-9);
  for (let i = Math.ceil(minimum / step - 1e-9); i <= last; i += 1) values.push(cleaned(i, step));
  return values;
}

/** The range widened to round ends, so that an axis begins and ends at a tick. */
export function niceRange(minimum: number, maximum: number, wanted = 5): [number, number] {
  if (minimum === maximum) {
    const margin = minimum === 0 ? 1 : Math.abs(minimum) * 0.1;
    return [minimum - margin, maximum + margin];
  }
  const step = roundStep((maximum - minimum) / Math.max(1, wanted));
  return [cleaned(Math.floor(minimum / step + 1e-9), step), cleaned(Math.ceil(maximum / step - 1e-9), step)];
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / power;
  return power * (ratio < 1.5 ? 1 : ratio < 3.5 ? 2 : ratio < 7.5 ? 5 : 10);
}

/** i * step without the noise of binary fractions. */
function cleaned(index: number, step: number): number {
  return Number((index * step).toPrecision(12));
}

/** A linear map of [from, to] onto [start, end]. */
export function linear(from: number, to: number, start: number, end: number): (value: number) => number {
  const span = to - from;
  return (value) => (span === 0 ? (start + end) / 2 : start + ((value - from) / span) * (end - start));
}
