import { correlation } from '../ranks';
import { bounded } from './measure';
import type { Measure } from './measure';

/** Half the largest value that is scaled: the differences of the largest doubles would not be finite. */
function scaled(values: Float64Array): Float64Array {
  let largest = 0;
  for (const value of values) if (Math.abs(value) > largest) largest = Math.abs(value);
  return largest > 1e100 || (largest > 0 && largest < 1e-100)
    ? values.map((value) => value / largest)
    : values;
}

/** Pearson's correlation of two columns of numbers: how near they lie to a straight line, -1 to 1. */
export const pearson: Measure = {
  name: 'pearson',
  between(a, b) {
    if (a.numbers === null || b.numbers === null) return null;
    return bounded(correlation(scaled(a.numbers.values), scaled(b.numbers.values)), -1);
  },
};
