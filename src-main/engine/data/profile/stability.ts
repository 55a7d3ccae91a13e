/** A share that stands for none: the index is not defined where a part is empty on one side. */
const least = 1e-4;

/**
 * Population stability index of two lists of counts over the same parts: sum of (b - a) ln(b / a) over their shares;
 * symmetric, 0 for equal shares. Siddiqi, Credit Risk Scorecards, 2006.
 */
export function stabilityIndex(before: readonly number[], after: readonly number[]): number {
  const share = (counts: readonly number[]): number[] => {
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => Math.max(least, total === 0 ? 0 : count / total));
  };
  const a = share(before);
  const b = share(after);
  return a.reduce((sum, first, i) => {
    const second = b[i] ?? least;
    return sum + (second - first) * Math.log(second / first);
  }, 0);
}

/** What an index means, by the customary limits. */
export const verdictOf = (index: number): 'steady' | 'shifted' | 'different' =>
  index < 0.1 ? 'steady' : index <= 0.25 ? 'shifted' : 'different';
