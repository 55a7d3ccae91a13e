import { z } from 'zod';
import { columnTypes, type ColumnType } from '../schemas/data';

const numbers = ['integer', 'decimal'] as const satisfies readonly ColumnType[];
const ordered = ['integer', 'decimal', 'date', 'datetime'] as const satisfies readonly ColumnType[];

interface Measure {
  label: string;
  /** Types of the columns that it suits; null where it needs no column. */
  types: readonly ColumnType[] | null;
}

/** What can be told of the rows of a group. */
export const measures = {
  count: { label: 'Number of rows', types: null },
  share: { label: 'Share of all rows', types: null },
  sum: { label: 'Sum', types: numbers },
  mean: { label: 'Mean', types: ordered },
  median: { label: 'Median', types: ordered },
  minimum: { label: 'Smallest', types: columnTypes },
  maximum: { label: 'Largest', types: columnTypes },
  deviation: { label: 'Standard deviation', types: numbers },
  first: { label: 'First in file order', types: columnTypes },
  last: { label: 'Last in file order', types: columnTypes },
  distinct: { label: 'Distinct values', types: columnTypes },
  mode: { label: 'Most frequent value', types: columnTypes },
} as const satisfies Record<string, Measure>;
export type MeasureName = keyof typeof measures;

export const measureNames = Object.keys(measures) as [MeasureName, ...MeasureName[]];

/** A column of a grouped table. An empty name gives one such as "mean of price". */
export const measureSchema = z.object({
  column: z.string().nullable().default(null),
  measure: z.enum(measureNames),
  name: z.string().max(200).default(''),
});
export type MeasureChoice = z.output<typeof measureSchema>;

/** The name of the column that a measure makes. */
export const measureTitle = ({ column, measure, name }: MeasureChoice): string =>
  name !== '' ? name : measures[measure].types === null ? measure : `${measure} of ${column ?? ''}`;
