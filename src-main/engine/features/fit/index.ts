import {
  categoryTransformOf,
  momentTransformOf,
  numberTransformOf,
  planLoss,
} from '../../../contract/planning';
import type { ColumnType } from '../../../contract/schemas/data';
import type { Recipe, Task } from '../../../contract/schemas/recipe';
import type { Database } from '../../data/database';
import { frameKind } from '../columns';
import type { Fitted, FittedFeature } from '../fitted';
import { fitText } from './categories';
import { fitCalendar, fitMoment } from './moment';
import { fitNumbers } from './numbers';
import { fitTarget } from './target';

export interface InputColumn {
  name: string;
  type: ColumnType;
}

/**
 * Fits every feature and the target on training rows only; what it leaves is plain JSON.
 * @param rows what follows FROM: the training rows and nothing else. @param sample of them, enough for statistics of
 * numbers and moments, whose quantiles are computed in memory.
 */
export async function fitFeatures(
  database: Database,
  rows: string,
  inputs: readonly InputColumn[],
  target: string,
  task: Task,
  recipe: Pick<Recipe, 'features' | 'training' | 'seed'>,
  sample = rows,
): Promise<Fitted> {
  const chosen = inputs
    .filter(({ type }) => frameKind(type) === 'number')
    .map(({ name }) => ({ name, choice: numberTransformOf(recipe.features, name) }));
  const fittedNumbers = await fitNumbers(database, { all: rows, sample }, chosen, recipe.seed);
  const numbers = new Map(fittedNumbers.map((fitted) => [fitted.column, fitted]));
  const loss = planLoss(recipe.training, task);
  const fittedTarget = await fitTarget(database, rows, target, task, loss);
  const features: FittedFeature[] = [];
  for (const { name, type } of inputs) {
    const number = numbers.get(name);
    if (number !== undefined) features.push(number);
    else if (frameKind(type) === 'moment') {
      const choice = momentTransformOf(recipe.features, name);
      const isCycles = choice.transform === 'cycles';
      features.push(
        isCycles
          ? await fitMoment(database, sample, name)
          : await fitCalendar(database, sample, name, choice),
      );
    } else {
      const choice = categoryTransformOf(recipe.features, name);
      features.push(await fitText(database, rows, name, choice, recipe.features, fittedTarget, recipe.seed));
    }
  }
  return { formatVersion: 1, task, features, target: fittedTarget };
}
