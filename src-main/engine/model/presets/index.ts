import type { Recipe } from '../../../contract/schemas/recipe';
import type { LayerSpecification } from '../layers';
import type { EmbeddedColumn } from '../layers/column-embedding';
import { mlp } from './mlp';

/** A preset turns the recipe's model, the input's width and the number of outputs into layers. */
export type Preset = (
  model: Recipe['model'],
  width: number,
  outputs: number,
  embedded?: readonly EmbeddedColumn[],
) => LayerSpecification[];

export const presets: Record<Recipe['model']['preset'], Preset> = { mlp };
