import type { Calibration } from '../../../contract/schemas/class-decision';
import { sigmoid } from './apply';
import type { CalibrationRows } from './rows';

const mostSteps = 100;
/** A step that makes the loss smaller by no more than this part of it is the last. */
const enough = 1e-13;

/** log(1 + exp(x)) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/**
 * sigmoid(slope z + intercept) with the least log loss against Platt's targets, (n+ + 1) / (n+ + 2) and 1 / (n- + 2), which
 * keep it from growing without end on rows that are told apart; by Newton steps with halving, as Lin, Lin and Weng 2007
 * (scikit-learn's CalibratedClassifierCV finds the same).
 */
export function fitPlatt({ outputs, actual }: CalibrationRows): Calibration {
  const rows = actual.length;
  const positives = actual.reduce((sum, place) => sum + place, 0);
  const [high, low] = [(positives + 1) / (positives + 2), 1 / (rows - positives + 2)];
  const targets = Float64Array.from(actual, (place) => (place === 1 ? high : low));
  // In units of the largest output, so that the two are of one size.
  const unit = Math.max(1e-12, ...Array.from(outputs, Math.abs));
  const loss = (slope: number, intercept: number): number => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const z = slope * ((outputs[row] ?? 0) / unit) + intercept;
      sum += softplus(z) - (targets[row] ?? 0) * z;
    }
    return sum;
  };
  let [slope, intercept] = [0, Math.log((positives + 1) / (rows - positives + 1))];
  let now = loss(slope, intercept);
  for (let step = 0; step < mostSteps; step++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 1e-12, 0, 1e-12];
    for (let row = 0; row < rows; row++) {
      const x = (outputs[row] ?? 0) / unit;
      const p = sigmoid(slope * x + intercept);
      const [difference, weight] = [p - (targets[row] ?? 0), p * (1 - p)];
      g0 += difference * x;
      g1 += difference;
      h00 += weight * x * x;
      h01 += weight * x;
      h11 += weight;
    }
    const determinant = h00 * h11 - h01 * h01;
    const [d0, d1] = [-(h11 * g0 - h01 * g1) / determinant, -(h00 * g1 - h01 * g0) / determinant];
    let length = 1;
    let next = loss(slope + d0, intercept + d1);
    while (length > 1e-10 && next > now) {
      length /= 2;
      next = loss(slope + length * d0, intercept + length * d1);
    }
    if (!(next < now)) break;
    [slope, intercept] = [slope + length * d0, intercept + length * d1];
    const isEnough = now - next <= enough * now;
    now = next;
    if (isEnough) break;
  }
  return { kind: 'platt', slope: slope / unit, intercept };
}
