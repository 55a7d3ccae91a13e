import type { Quantiles } from '../../../contract/schemas/analysis';
import { ascendingOf, quantileOf } from './bins';
import type { Sample } from './sample';

const probabilities = [0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1];

/** Quantiles of the numbers of a sample, interpolated linearly. Dates have none: their histogram tells as much. */
export function quantilesOf({ columns, rows }: Sample, allRows: number): Quantiles[] {
  return columns.flatMap(({ name, summary, values }) => {
    if (values === null || summary.numbers === null) return [];
    const ascending = ascendingOf(values);
    if (ascending.length === 0) return [];
    // The ends are known of all rows.
    const { minimum, maximum } = summary.numbers;
    const found = probabilities.map((q) =>
      q === 0 ? minimum : q === 1 ? maximum : quantileOf(ascending, q),
    );
    return [{ column: name, probabilities, values: found, sampled: rows < allRows }];
  });
}
