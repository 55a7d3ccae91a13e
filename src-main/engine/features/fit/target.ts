import { requireCounts } from '../../../contract/planning';
import type { Task } from '../../../contract/schemas/recipe';
import type { LossName } from '../../../contract/schemas/training';
import { steady, type Database } from '../../data/database';
import { identifier } from '../../data/sql';
import type { FittedTarget } from '../fitted';
import { inOrder } from './order';

/**
 * Fits the column to predict: mean and deviation of a number, or the classes. Counts, which a Poisson loss learns, are
 * divided by their mean only. @param rows the training rows. Throws TARGET_UNSUITABLE for counts below zero.
 */
export async function fitTarget(
  database: Database,
  rows: string,
  column: string,
  task: Task,
  loss: LossName,
): Promise<FittedTarget> {
  const name = identifier(column);
  if (task !== 'regression') {
    const found = await database.rows(`SELECT DISTINCT CAST(${name} AS VARCHAR) AS value FROM ${rows}`);
    return { kind: 'classes', column, classes: inOrder(found.map((row) => String(row['value']))) };
  }
  const [row = {}] = await database.rows(
    `SELECT avg(CAST(${name} AS DOUBLE)) AS mean, stddev_pop(CAST(${name} AS DOUBLE)) AS deviation, min(CAST(${name} AS DOUBLE)) AS least FROM ${rows}`,
  );
  if (loss === 'poisson') {
    requireCounts(loss, column, steady(row['least']));
    const mean = steady(row['mean']);
    return { kind: 'number', column, mean: 0, deviation: mean > 0 ? mean : 1, link: 'log' };
  }
  const deviation = steady(row['deviation']);
  return { kind: 'number', column, mean: steady(row['mean']), deviation: deviation > 1e-12 ? deviation : 1 };
}
