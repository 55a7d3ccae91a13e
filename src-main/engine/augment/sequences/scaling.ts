import type { SequenceMethod } from './sequence';

/** Multiplies each feature by one factor from a normal distribution of mean 1 and deviation `strength` (Um, 2017). */
export const scaling: SequenceMethod = (sequence, strength, random) => {
  const factors = Float64Array.from({ length: sequence.features }, () => 1 + strength * random.normal());
  return {
    ...sequence,
    values: sequence.values.map((value, place) => value * (factors[place % sequence.features] ?? 1)),
  };
};
