import { z } from 'zod';
import type { ColumnType } from '../schemas/data';
import type { Field } from './fields';

export const outlierTypes: readonly ColumnType[] = ['integer', 'decimal'];

/** Ways to tell the outliers of one column. */
export const boundMethods = ['iqr', 'robust-z', 'z'] as const;

/** Where a method draws the line when no threshold is given. */
export const usualThresholds = { iqr: 1.5, 'robust-z': 3.5, z: 3 } as const;

export const boundOptions = [
  { value: 'iqr', label: 'Quartiles (IQR)', note: 'beyond 1.5 times the middle half' },
  { value: 'robust-z', label: 'Robust z-score', note: 'beyond 3.5; by median and MAD' },
  { value: 'z', label: 'z-score', note: 'beyond 3 standard deviations' },
];

export const thresholdSchema = z.number().positive().max(1000).nullable().default(null);

export const thresholdField = {
  control: 'number',
  name: 'threshold',
  label: 'Threshold',
  minimum: 0,
  emptyMeans: 'the usual one of the method',
  help: 'How far from the middle a value may be, in the unit of the method.',
} as const satisfies Field<'threshold'>;

/** Parameters of the steps that also know the isolation forest, which looks at whole rows. */
export const rowOutliers = {
  columns: z.array(z.string()).min(1),
  method: z.enum([...boundMethods, 'isolation-forest']).default('iqr'),
  threshold: thresholdSchema,
  /** For the isolation forest: the share of rows that are taken for outliers. */
  share: z.number().gt(0).max(0.5).default(0.01),
};

export const rowOutlierFields = [
  { control: 'columns', name: 'columns', label: 'Columns', types: outlierTypes },
  {
    control: 'choice',
    name: 'method',
    label: 'Outliers by',
    options: [
      ...boundOptions,
      {
        value: 'isolation-forest',
        label: 'Isolation forest',
        note: 'rows that are odd in all columns together',
      },
    ],
  },
  { ...thresholdField, when: { name: 'method', is: boundMethods } },
  {
    control: 'number',
    name: 'share',
    label: 'Share of rows',
    minimum: 0,
    maximum: 0.5,
    help: 'The oddest rows, as a share of all: 0.01 is one in a hundred.',
    when: { name: 'method', is: ['isolation-forest'] },
  },
] as const satisfies readonly Field<keyof typeof rowOutliers>[];

const names = {
  iqr: 'quartiles',
  'robust-z': 'robust z-score',
  z: 'z-score',
  'isolation-forest': 'isolation forest',
};

/** "by robust z-score beyond 3.5" */
export function outlierRule(method: keyof typeof names, threshold: number | null, share?: number): string {
  if (method === 'isolation-forest')
    return `by isolation forest, ${String(Number(((share ?? 0) * 100).toFixed(4)))}% of the rows`;
  const limit = threshold ?? usualThresholds[method];
  return `by ${names[method]} beyond ${String(limit)}`;
}
