import { numeric, steady, type Database } from '../../data/database';
import type { TransformOf } from '../../../contract/schemas/features';
import type { FittedCalendar, FittedMoment } from '../fitted';
import { frameExpression } from '../columns';
import { identifier } from '../../data/sql';

const secondsADay = 86_400;

/** The parts of a moment as SQL, to see which of them vary. */
const partSql = {
  'month-of-year': 'month',
  'day-of-month': 'day',
  'day-of-week': 'isodow',
  'hour-of-day': 'hour',
} as const;
const partNames = Object.keys(partSql) as (keyof typeof partSql)[];

/**
 * Fits a date or a moment: which parts vary in the training rows, the mean and deviation of the time in days, and
 * the median that stands for missing. @param rows what follows FROM: the training rows.
 */
export async function fitMoment(database: Database, rows: string, column: string): Promise<FittedMoment> {
  const moment = `TRY_CAST(${identifier(column)} AS TIMESTAMP)`;
  const seconds = frameExpression({ name: column, kind: 'moment' });
  const varies = partNames.map((name, i) => `count(DISTINCT ${partSql[name]}(${moment})) AS part${i}`);
  const [row = {}] = await database.rows(
    `SELECT ${varies.join(', ')}, avg(${seconds}) AS mean, stddev_pop(${seconds}) AS deviation,
      quantile_disc(${seconds}, 0.5) AS median, count(*) - count(${moment}) AS missing FROM ${rows}`,
  );
  const deviation = steady(row['deviation']) / secondsADay;
  return {
    column,
    kind: 'moment',
    parts: partNames.filter((_, i) => numeric(row[`part${i}`]) > 1),
    center: steady(row['mean']) / secondsADay,
    scale: deviation > 1e-9 ? deviation : 1,
    median: numeric(row['median']),
    indicator: numeric(row['missing']) > 0,
  };
}

/** Fits the parts that were chosen of a date or moment, and how years and the time itself are scaled. */
export async function fitCalendar(
  database: Database,
  rows: string,
  column: string,
  { parts, as, elapsed }: TransformOf<'date-parts'>,
): Promise<FittedCalendar> {
  const { center, scale, median, indicator } = await fitMoment(database, rows, column);
  const year = `year(TRY_CAST(${identifier(column)} AS TIMESTAMP))`;
  const [row = {}] = await database.rows(
    `SELECT avg(${year}) AS mean, stddev_pop(${year}) AS deviation FROM ${rows}`,
  );
  const deviation = steady(row['deviation']);
  return {
    kind: 'calendar',
    column,
    parts: [...new Set(parts)],
    as,
    elapsed: elapsed ? { center, scale } : null,
    years: { center: steady(row['mean']), scale: deviation > 1e-9 ? deviation : 1 },
    median,
    indicator,
  };
}
