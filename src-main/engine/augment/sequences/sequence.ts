import type { Random } from '../../random';

/** Values over time: [steps, features]. */
export interface Sequence {
  values: Float32Array;
  steps: number;
  features: number;
}

/** Changes a sequence by chance; its length stays. @param strength what the method's own documentation says. */
export type SequenceMethod = (sequence: Sequence, strength: number, random: Random) => Sequence;

/** The sequence read at other times, between two steps linearly, as numpy.interp. @param times one a step, in steps. */
export function readAt({ values, steps, features }: Sequence, times: Float64Array): Sequence {
  const made = new Float32Array(times.length * features);
  times.forEach((time, step) => {
    const at = Math.min(steps - 1, Math.max(0, time));
    const before = Math.floor(at);
    const after = Math.min(before + 1, steps - 1);
    for (let feature = 0; feature < features; feature++) {
      const from = values[before * features + feature] ?? 0;
      const to = values[after * features + feature] ?? 0;
      made[step * features + feature] = from + (at - before) * (to - from);
    }
  });
  return { values: made, steps: times.length, features };
}
