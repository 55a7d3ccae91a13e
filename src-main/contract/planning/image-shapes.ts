import type { Profile } from '../schemas/data';
import type { Recipe } from '../schemas/recipe';
import { imageSizing } from './images';
import { roleOf } from './roles';

/** The shape in which a column of pictures is learned. */
export interface PlannedShape {
  column: string;
  shape: {
    height: number;
    width: number;
    channels: 1 | 3;
    fit: ReturnType<typeof imageSizing>['fit'];
  };
}

/** Every column of pictures that a recipe learns from, in the shape that it gives them. */
export const imageShapes = (recipe: Recipe, { rows, columns }: Profile): PlannedShape[] =>
  columns.flatMap((column): PlannedShape[] => {
    const { role, type } = roleOf(recipe, column, rows);
    if (role !== 'input' || type !== 'image') return [];
    const { side, channels, fit } = imageSizing(recipe.features, column);
    return [{ column: column.name, shape: { height: side, width: side, channels, fit } }];
  });
