import { readAt, type Sequence, type SequenceMethod } from './sequence';

/** A window of the sequence, stretched to its whole length. @param start in steps. @param length in steps. */
export function sliced(sequence: Sequence, start: number, length: number): Sequence {
  const { steps } = sequence;
  const times = Float64Array.from({ length: steps }, (_, step) =>
    steps === 1 ? start : start + (step * (length - 1)) / (steps - 1),
  );
  return readAt(sequence, times);
}

/** Takes a window of 1 - `strength` of the steps from anywhere (Le Guennec and others, 2016). */
export const windowSlice: SequenceMethod = (sequence, strength, random) => {
  const length = Math.max(1, Math.min(sequence.steps, Math.ceil((1 - strength) * sequence.steps)));
  return sliced(sequence, random.below(sequence.steps - length + 1), length);
};
