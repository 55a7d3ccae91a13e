import type { ModelFormatChoice } from '../../contract/schemas/exports';
import type { House } from '../house';
import type { Model } from './model-folder';

/** The formats that a model can be exported in. */
export const exportFormats = (house: House, model: Model | null): Promise<ModelFormatChoice[]> =>
  house.engine.run('export-formats', { model: model?.folder ?? null });
