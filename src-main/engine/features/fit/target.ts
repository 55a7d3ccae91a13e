import type { Task } from '../../../contract/schemas/recipe';
import { steady, type Database } from '../../data/database';
import { identifier } from '../../data/sql';
import type { FittedTarget } from '../fitted';

/** Numbers by size, everything else by its text; for two classes the later one is the positive. */
function inOrder(classes: string[]): string[] {
  const numbers = classes.map(Number);
  const areNumbers = classes.every((name, i) => name.trim() !== '' && Number.isFinite(numbers[i]));
  return areNumbers
    ? classes.sort((a, b) => Number(a) - Number(b))
    : classes.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Fits the column to predict: mean and deviation of a number, or the classes. @param rows the training rows. */
export async function fitTarget(
  database: Database,
  rows: string,
  column: string,
  task: Task,
): Promise<FittedTarget> {
  const name = identifier(column);
  if (task !== 'regression') {
    const found = await database.rows(`SELECT DISTINCT CAST(${name} AS VARCHAR) AS value FROM ${rows}`);
    return { kind: 'classes', column, classes: inOrder(found.map((row) => String(row['value']))) };
  }
  const [row = {}] = await database.rows(
    `SELECT avg(CAST(${name} AS DOUBLE)) AS mean, stddev_pop(CAST(${name} AS DOUBLE)) AS deviation FROM ${rows}`,
  );
  const deviation = steady(row['deviation']);
  return { kind: 'number', column, mean: steady(row['mean']), deviation: deviation > 1e-12 ? deviation : 1 };
}
