import {
  categoryTransformOf,
  columnsInOrder,
  imageTransformOf,
  momentTransformOf,
  numberTransformOf,
  planLoss,
  sequencePlaces,
  textTransformOf,
} from '../../../contract/planning';
import type { ColumnType } from '../../../contract/schemas/data';
import type { Recipe, Task } from '../../../contract/schemas/recipe';
import { StrongroomError } from '../../../contract/errors';
import type { Database } from '../../data/database';
import type { Pixels } from '../../data/pixels';
import { frameKind } from '../columns';
import type { Fitted, FittedFeature } from '../fitted';
import { fitText } from './categories';
import { fitCalendar, fitMoment } from './moment';
import { fitImage } from './image';
import { fitNumbers } from './numbers';
import { fitSequence } from './sequence';
import { fitTarget } from './target';

export interface InputColumn {
  name: string;
  type: ColumnType;
}

/** The pictures of a column in the shape that it is learned from. */
export interface ImagePixels {
  column: string;
  pixels: Pixels;
}

/** Throws INTERNAL when the pictures of a column were not resized. */
function pixelsFor(all: readonly ImagePixels[], column: string): Pixels {
  const found = all.find((one) => one.column === column);
  if (found !== undefined) return found.pixels;
  throw new StrongroomError('INTERNAL', `The pictures of ${column} were not resized.`);
}

const behind = ({ kind }: FittedFeature): number => (kind === 'image' ? 2 : kind === 'tokens' ? 1 : 0);

/**
 * Fits every feature and the target on training rows only; what it leaves is plain JSON.
 * @param rows what follows FROM: the training rows and nothing else. @param sample of them, enough for statistics of
 * numbers and moments, whose quantiles are computed in memory. @param pixels of every column of pictures.
 */
export async function fitFeatures(
  database: Database,
  rows: string,
  inputs: readonly InputColumn[],
  target: string,
  task: Task,
  recipe: Pick<Recipe, 'features' | 'training' | 'seed'>,
  sample = rows,
  pixels: readonly ImagePixels[] = [],
): Promise<Fitted> {
  const has = new Set(inputs.map(({ name }) => name));
  // A single column is looked at without its sequence.
  const sequences = recipe.features.sequences.filter((one) =>
    columnsInOrder(one).every((name) => has.has(name)),
  );
  const grouped = sequencePlaces({ sequences });
  const chosen = inputs
    .filter(({ name, type }) => frameKind(type) === 'number' && !grouped.has(name))
    .map(({ name }) => ({ name, choice: numberTransformOf(recipe.features, name) }));
  const fittedNumbers = await fitNumbers(database, { all: rows, sample }, chosen, recipe.seed);
  const numbers = new Map(fittedNumbers.map((fitted) => [fitted.column, fitted]));
  const loss = planLoss(recipe.training, task);
  const fittedTarget = await fitTarget(database, rows, target, task, loss);
  const features: FittedFeature[] = [];
  for (const { name, type } of inputs.filter((input) => !grouped.has(input.name))) {
    const number = numbers.get(name);
    if (number !== undefined) features.push(number);
    else if (frameKind(type) === 'image') {
      features.push(
        await fitImage(
          database,
          rows,
          name,
          imageTransformOf(recipe.features, name).scaling,
          pixelsFor(pixels, name),
        ),
      );
    } else if (frameKind(type) === 'moment') {
      const choice = momentTransformOf(recipe.features, name);
      const isCycles = choice.transform === 'cycles';
      features.push(
        isCycles
          ? await fitMoment(database, sample, name)
          : await fitCalendar(database, sample, name, choice),
      );
    } else {
      const choice =
        type === 'text' ? textTransformOf(recipe.features, name) : categoryTransformOf(recipe.features, name);
      features.push(await fitText(database, rows, name, choice, recipe.features, fittedTarget, recipe.seed));
    }
  }
  // Behind the table, which lies in one piece.
  features.sort((a, b) => behind(a) - behind(b));
  const fitted: Fitted = { formatVersion: 1, task, features, target: fittedTarget };
  if (sequences.length === 0) return fitted;
  for (const sequence of sequences) {
    features.push(...(await fitSequence(database, { all: rows, sample }, sequence, recipe.seed)));
  }
  return { ...fitted, sequences: sequences.map(({ name, channels }) => ({ name, channels })) };
}
