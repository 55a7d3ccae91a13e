import type { ColumnDrift } from '../../../contract/schemas/analysis';
import { chiSquared, contingencyOf } from './contingency';
import { chiSquaredTail, kolmogorovTail } from './probability';

type DriftTest = ColumnDrift['test'];

/**
 * The two-sample Kolmogorov-Smirnov test: the largest distance of the two distribution functions, 0 to 1, with its
 * asymptotic p-value. Null when a side is empty. @param before ascending. @param after ascending.
 */
export function kolmogorovSmirnov(before: Float64Array, after: Float64Array): DriftTest {
  if (before.length === 0 || after.length === 0) return null;
  let i = 0;
  let j = 0;
  let statistic = 0;
  while (i < before.length && j < after.length) {
    const value = Math.min(before[i] ?? Infinity, after[j] ?? Infinity);
    while (i < before.length && before[i] === value) i++;
    while (j < after.length && after[j] === value) j++;
    statistic = Math.max(statistic, Math.abs(i / before.length - j / after.length));
  }
  const effective = (before.length * after.length) / (before.length + after.length);
  return {
    name: 'kolmogorov-smirnov',
    statistic,
    degreesOfFreedom: null,
    pValue: kolmogorovTail(Math.sqrt(effective) * statistic),
  };
}

/** Pearson's chi-squared test that two lists of counts over the same parts have the same shares. */
export function chiSquaredTest(before: readonly number[], after: readonly number[]): DriftTest {
  const table = contingencyOf(Float64Array.from([...before, ...after]), 2, before.length);
  const { statistic, rows, columns } = chiSquared(table);
  const degreesOfFreedom = (rows - 1) * (columns - 1);
  if (rows < 2 || degreesOfFreedom < 1) return null;
  return {
    name: 'chi-squared',
    statistic,
    degreesOfFreedom,
    pValue: chiSquaredTail(statistic, degreesOfFreedom),
  };
}
