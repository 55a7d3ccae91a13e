/** Solves A x = b by Gaussian elimination with pivots. @param a [n, n], row by row. */
export function solve(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, index) => [...row, b[index] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row;
    const [upper, lower] = [rows[column] ?? [], rows[pivot] ?? []];
    rows[column] = lower;
    rows[pivot] = upper;
    for (let row = column + 1; row < size; row++) {
      const current = rows[row] ?? [];
      const factor = (current[column] ?? 0) / (lower[column] ?? 1);
      for (let k = column; k <= size; k++) current[k] = (current[k] ?? 0) - factor * (lower[k] ?? 0);
    }
  }
  const x = new Array<number>(size).fill(0);
  for (let row = size - 1; row >= 0; row--) {
    const current = rows[row] ?? [];
    let sum = current[size] ?? 0;
    for (let k = row + 1; k < size; k++) sum -= (current[k] ?? 0) * (x[k] ?? 0);
    x[row] = sum / (current[row] ?? 1);
  }
  return x;
}

/** Rows that the belief in equal weights counts as: few, so that many rows decide. */
const priorRows = 1;

/**
 * Least squares of the members' predictions with a constant, drawn towards equal weights (ridge regression; stacking
 * as in Breiman, 1996). @param z [rows, members], standardised by the target. @param y [rows], standardised.
 */
export function fitNumbers(z: readonly Float64Array[], y: Float64Array): { weights: number[]; bias: number } {
  const members = z.length;
  const rows = y.length;
  const size = members + 1;
  const column = (index: number, row: number): number => (index === members ? 1 : (z[index]?.[row] ?? 0));
  const a = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  const b = new Array<number>(size).fill(0);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < size; i++) {
      const own = column(i, row);
      b[i] = (b[i] ?? 0) + own * (y[row] ?? 0);
      const line = a[i] ?? [];
      for (let j = 0; j < size; j++) line[j] = (line[j] ?? 0) + own * column(j, row);
    }
  }
  for (let i = 0; i < members; i++) {
    const line = a[i] ?? [];
    line[i] = (line[i] ?? 0) + priorRows;
    b[i] = (b[i] ?? 0) + priorRows / members;
  }
  const solved = solve(a, b);
  return { weights: solved.slice(0, members), bias: solved[members] ?? 0 };
}

const steps = 100;
const closeEnough = 1e-9;

/** The penalised log loss of weighed logits, its slope and its curvature. */
function lossAt(
  z: readonly Float64Array[],
  y: Int32Array,
  classes: number,
  weights: readonly number[],
): { loss: number; slope: number[]; curvature: number[][] } {
  const members = z.length;
  const slope = weights.map((weight) => priorRows * (weight - 1 / members));
  let loss = weights.reduce((sum, weight) => sum + (priorRows / 2) * (weight - 1 / members) ** 2, 0);
  const curvature = weights.map((_, i) => weights.map((__, j): number => (i === j ? priorRows : 0)));
  const logits = new Float64Array(classes);
  const means = new Float64Array(members);
  for (let row = 0; row < y.length; row++) {
    let most = -Infinity;
    for (let k = 0; k < classes; k++) {
      let sum = 0;
      for (let i = 0; i < members; i++) sum += (weights[i] ?? 0) * (z[i]?.[row * classes + k] ?? 0);
      logits[k] = sum;
      most = Math.max(most, sum);
    }
    let total = 0;
    for (let k = 0; k < classes; k++) total += Math.exp((logits[k] ?? 0) - most);
    const actual = y[row] ?? 0;
    loss += most + Math.log(total) - (logits[actual] ?? 0);
    const probability = (k: number): number => Math.exp((logits[k] ?? 0) - most) / total;
    for (let i = 0; i < members; i++) {
      means[i] = 0;
      for (let k = 0; k < classes; k++)
        means[i] = (means[i] ?? 0) + probability(k) * (z[i]?.[row * classes + k] ?? 0);
      slope[i] = (slope[i] ?? 0) + (means[i] ?? 0) - (z[i]?.[row * classes + actual] ?? 0);
    }
    for (let i = 0; i < members; i++) {
      const line = curvature[i] ?? [];
      for (let j = 0; j < members; j++) {
        let sum = 0;
        for (let k = 0; k < classes; k++) {
          sum +=
            probability(k) *
            ((z[i]?.[row * classes + k] ?? 0) - (means[i] ?? 0)) *
            ((z[j]?.[row * classes + k] ?? 0) - (means[j] ?? 0));
        }
        line[j] = (line[j] ?? 0) + sum;
      }
    }
  }
  return { loss, slope, curvature };
}

/**
 * Logistic regression over the members' logits, one weight a member, drawn towards equal weights; by Newton's steps,
 * each halved until the loss falls. @param z [rows, classes] of each member, row by row. @param y class of each row.
 */
export function fitClasses(z: readonly Float64Array[], y: Int32Array, classes: number): number[] {
  let weights = new Array<number>(z.length).fill(1 / z.length);
  let now = lossAt(z, y, classes, weights);
  for (let step = 0; step < steps; step++) {
    const move = solve(now.curvature, now.slope);
    if (Math.max(...move.map(Math.abs)) < closeEnough) break;
    const from = weights;
    const at = (part: number): number[] => from.map((weight, i) => weight - part * (move[i] ?? 0));
    let part = 1;
    let next = lossAt(z, y, classes, at(part));
    while (next.loss > now.loss && part > 1e-6) {
      part /= 2;
      next = lossAt(z, y, classes, at(part));
    }
    if (next.loss >= now.loss) break;
    [weights, now] = [at(part), next];
  }
  return weights;
}
