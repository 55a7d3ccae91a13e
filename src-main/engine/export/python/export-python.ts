import type { LoadedModel } from '../../model/load';
import { exportKeras } from '../keras/export-network';
import { packageFiles } from './package-files';

/** The network of a package, and what goes along with it. */
export const packageNetwork = 'network.keras';

const recipeName = 'org.strongroom.recipe';

/** The recipe that is told with a model, as a document of its own. */
function recipeOf(metadata: Readonly<Record<string, string>>): unknown {
  const text = metadata[recipeName];
  return text === undefined ? {} : JSON.parse(text);
}

/**
 * The files of a Python package, by name, that predicts from raw columns as the application does and trains the same
 * network anew. @param metadata what is said of the model, with its recipe. @param notes kept in the network's file.
 * @throws LAYER_NOT_SUPPORTED, which names the layer.
 */
export async function exportPython(
  { fitted, network }: Pick<LoadedModel, 'fitted' | 'network'>,
  metadata: Readonly<Record<string, string>>,
  notes: string,
): Promise<Map<string, Uint8Array>> {
  const about = Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== recipeName));
  const documents = { 'features.json': fitted, 'recipe.json': recipeOf(metadata), 'about.json': about };
  return new Map<string, Uint8Array>([
    ...Object.entries(packageFiles).map(([name, text]): [string, Uint8Array] => [name, Buffer.from(text)]),
    ...Object.entries(documents).map(([name, document]): [string, Uint8Array] => [
      name,
      Buffer.from(`${JSON.stringify(document, null, 2)}\n`),
    ]),
    [packageNetwork, await exportKeras(network, notes)],
  ]);
}
