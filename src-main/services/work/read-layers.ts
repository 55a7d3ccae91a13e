import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { layerHistorySchema, type LayerHistory } from '../../contract/schemas/layers';
import { layersFile } from '../../engine/protocol';
import { readJson } from '../../workspace';

/** How the layers of a run did while it was trained; null where nobody looked. Throws PROJECT_DAMAGED. */
export async function readLayers(folder: string): Promise<LayerHistory | null> {
  const path = join(folder, layersFile);
  return existsSync(path) ? readJson(path, layerHistorySchema) : null;
}
