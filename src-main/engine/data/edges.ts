/** Bars of a histogram: enough for a shape, few enough to be told apart at the width of a column card. */
const targetBins = 20;

/** The step among 1, 2, 5 times a power of ten that cuts `span` into about `bins` parts. */
export function niceStep(span: number, bins: number): number {
  const rough = span / bins;
  const power = 10 ** Math.floor(Math.log10(rough));
  const ratio = rough / power;
  return power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
}

/** Edges at round numbers that hold every value from `minimum` to `maximum`, ascending. */
export function niceEdges(minimum: number, maximum: number, whole: boolean): number[] {
  const span = maximum - minimum;
  if (!(span > 0) || !Number.isFinite(span)) {
    // Half a unit is lost beside a large number.
    const half = Math.max(0.5, Math.abs(minimum) * 1e-12);
    return [minimum - half, minimum + half];
  }
  const nice = niceStep(span, targetBins);
  const step = whole ? Math.max(1, Math.round(nice)) : nice;
  const start = Math.floor(minimum / step);
  const end = Math.floor(maximum / step) + 1;
  // Numbers so close together that round edges do not exist in double precision.
  if (!(end - start <= 2.5 * targetBins)) return [minimum, maximum];
  const edges = Array.from({ length: end - start + 1 }, (_, i) =>
    Number(((start + i) * step).toPrecision(12)),
  );
  return edges.every((edge, i) => i === 0 || edge > (edges[i - 1] ?? 0)) ? edges : [minimum, maximum];
}
