import type { NumberTransform, TransformOf } from '../../../contract/schemas/features';
import type { Database } from '../../data/database';
import type { NumberFeature } from '../fitted';
import { fitClips } from './clip';
import { fitExtremes, fitLinear } from './number';
import { fitPeriodic } from './periodic';
import { fitPowers } from './power';
import { fitPiecewise, fitQuantiles } from './quantile';
import { numberStatistics, type Statistics } from './statistics';

export interface ChosenNumber<Name extends NumberTransform = NumberTransform> {
  name: string;
  choice: TransformOf<Name>;
}

/** A column of numbers, what was chosen for it, and what is known of its training rows. */
export interface NumberColumn<Name extends NumberTransform = NumberTransform> extends ChosenNumber<Name> {
  statistics: Statistics;
}

/** What follows FROM: the training rows. */
export interface TrainingRows {
  all: string;
  /** Of them, enough for statistics that hold all their values in memory. */
  sample: string;
}

/** The columns that one of some transforms was chosen for. */
function chosen<Name extends NumberTransform>(
  columns: readonly NumberColumn[],
  ...names: Name[]
): NumberColumn<Name>[] {
  const isChosen = (choice: TransformOf<NumberTransform>): choice is TransformOf<Name> =>
    names.some((name) => name === choice.transform);
  return columns.flatMap(({ choice, ...column }) => (isChosen(choice) ? [{ ...column, choice }] : []));
}

/** Fits numbers, each as was chosen for it; columns of one transform share queries. The order is kept. */
export async function fitNumbers(
  database: Database,
  rows: TrainingRows,
  wanted: readonly ChosenNumber[],
  seed: number,
): Promise<NumberFeature[]> {
  const statistics = await numberStatistics(
    database,
    rows.sample,
    wanted.map(({ name }) => name),
  );
  const columns = wanted.flatMap((column, i): NumberColumn[] => {
    const known = statistics[i];
    return known === undefined ? [] : [{ ...column, statistics: known }];
  });
  const fitted: NumberFeature[] = [
    ...chosen(columns, 'robust', 'standard', 'none').map(fitLinear),
    ...(await fitExtremes(database, rows.all, chosen(columns, 'min-max', 'max-abs'))),
    ...(await fitPowers(database, rows.sample, chosen(columns, 'log', 'yeo-johnson'))),
    ...(await fitClips(database, rows.sample, chosen(columns, 'clip'))),
    ...(await fitQuantiles(database, rows.sample, chosen(columns, 'quantile'))),
    ...(await fitPiecewise(database, rows.sample, chosen(columns, 'piecewise'))),
    ...chosen(columns, 'periodic').map((column) => fitPeriodic(column, seed)),
  ];
  const byName = new Map(fitted.map((feature) => [feature.column, feature]));
  return wanted.flatMap(({ name }) => byName.get(name) ?? []);
}
