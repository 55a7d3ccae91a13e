/**
 * A natural cubic spline through points, read at some places (Press and others, Numerical Recipes, 3.3).
 * @param x ascending. @param y as many.
 */
export function naturalSpline(x: readonly number[], y: readonly number[], at: Float64Array): Float64Array {
  const count = x.length;
  const second = new Float64Array(count);
  const carried = new Float64Array(count);
  const get = (list: ArrayLike<number>, place: number): number => list[place] ?? 0;
  for (let i = 1; i < count - 1; i++) {
    const share = (get(x, i) - get(x, i - 1)) / (get(x, i + 1) - get(x, i - 1));
    const pivot = share * get(second, i - 1) + 2;
    second[i] = (share - 1) / pivot;
    const bend =
      (get(y, i + 1) - get(y, i)) / (get(x, i + 1) - get(x, i)) -
      (get(y, i) - get(y, i - 1)) / (get(x, i) - get(x, i - 1));
    carried[i] = ((6 * bend) / (get(x, i + 1) - get(x, i - 1)) - share * get(carried, i - 1)) / pivot;
  }
  for (let i = count - 2; i >= 0; i--) second[i] = get(second, i) * get(second, i + 1) + get(carried, i);
  second[0] = 0;
  return at.map((place) => {
    let low = 0;
    while (low < count - 2 && place > get(x, low + 1)) low += 1;
    const step = get(x, low + 1) - get(x, low);
    const a = (get(x, low + 1) - place) / step;
    const b = (place - get(x, low)) / step;
    const bend = ((a ** 3 - a) * get(second, low) + (b ** 3 - b) * get(second, low + 1)) * (step ** 2 / 6);
    return a * get(y, low) + b * get(y, low + 1) + bend;
  });
}
