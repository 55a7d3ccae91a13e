import { readAt, type Sequence, type SequenceMethod } from './sequence';
import { naturalSpline } from './spline';

const innerKnots = 4;
/** Time never stands still nor runs backwards, however strong the warp. */
const slowest = 0.05;

/** The sequence with time running faster and slower. @param speeds at knots that are evenly spread over it. */
export function warped(sequence: Sequence, speeds: readonly number[]): Sequence {
  const { steps } = sequence;
  if (steps < 2) return sequence;
  const knots = speeds.map((_, knot) => (knot * (steps - 1)) / (speeds.length - 1));
  const every = Float64Array.from({ length: steps }, (_, step) => step);
  const speed = naturalSpline(knots, speeds, every).map((value) => Math.max(slowest, value));
  const times = new Float64Array(steps);
  for (let step = 1; step < steps; step++) times[step] = (times[step - 1] ?? 0) + (speed[step] ?? 1);
  const last = times[steps - 1] ?? 1;
  return readAt(
    sequence,
    times.map((time) => (time * (steps - 1)) / last),
  );
}

/** Lets time run by a smooth curve through normal speeds of mean 1 and deviation `strength` (Um and others, 2017). */
export const timeWarp: SequenceMethod = (sequence, strength, random) =>
  warped(
    sequence,
    Array.from({ length: innerKnots + 2 }, () => 1 + strength * random.normal()),
  );
