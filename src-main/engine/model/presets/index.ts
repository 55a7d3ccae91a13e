import type { Recipe } from '../../../contract/schemas/recipe';
import type { LayerSpecification } from '../layers';
import { mlp } from './mlp';

/** A preset turns the recipe's model, the input's width and the number of outputs into layers. */
export type Preset = (model: Recipe['model'], width: number, outputs: number) => LayerSpecification[];

export const presets: Record<Recipe['model']['preset'], Preset> = { mlp };
