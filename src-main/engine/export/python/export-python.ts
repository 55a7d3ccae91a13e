import type { LayersModel } from '@tensorflow/tfjs-layers';
import { recipeSchema } from '../../../contract/schemas/recipe';
import { build } from '../../model/build';
import type { LoadedModel } from '../../model/load';
import { networkContext } from '../../model/network-inputs';
import { exportKeras, kerasGraph } from '../keras/export-network';
import { layersOf } from '../keras/graph';
import type { Learning } from '../keras/graph';
import { packageFiles } from './package-files';

type Model = Pick<LoadedModel, 'fitted' | 'network'>;

/** The network of a package, and what goes along with it. */
export const packageNetwork = 'network.keras';
/** The same network as training begins with it. */
const untrainedNetwork = 'untrained.keras';

const recipeName = 'org.strongroom.recipe';

/** The recipe that is told with a model, as a document of its own. */
function recipeOf(metadata: Readonly<Record<string, string>>): unknown {
  const text = metadata[recipeName];
  return text === undefined ? {} : JSON.parse(text);
}

/** What a network is made of, without its weights. */
const layersAs = ({ layers }: LayersModel): string =>
  JSON.stringify(layers.map((layer) => [layer.name, layer.getClassName(), layer.outputShape]));

/**
 * The network that the recipe makes, with the weights that it begins with; null where that is not this network: one that
 * joins several, or that was made smaller after training.
 */
function untrained({ fitted, network }: Model, recipe: unknown): LayersModel | null {
  const parsed = recipeSchema.safeParse(recipe);
  if (!parsed.success) return null;
  try {
    const made = build(parsed.data, networkContext(fitted));
    if (layersAs(made) === layersAs(network)) return made;
    made.dispose();
    return null;
  } catch {
    // The recipe of a model that joins several says nothing of the columns of all.
    return null;
  }
}

/** How weights are learned, by layer, where it is not as all others. */
function learningOf(network: LayersModel): Record<string, (Learning | null)[]> {
  const layers = layersOf(kerasGraph(network)).filter(({ weights }) =>
    weights.some(({ learns }) => learns !== undefined),
  );
  return Object.fromEntries(
    layers.map(({ name, weights }) => [name, weights.map(({ learns }) => learns ?? null)]),
  );
}

/**
 * The files of a Python package, by name, that predicts from raw columns as the application does and trains the same
 * network anew. @param metadata what is said of the model, with its recipe. @param notes kept in the network's file.
 * @throws LAYER_NOT_SUPPORTED, which names the layer.
 */
export async function exportPython(
  model: Model,
  metadata: Readonly<Record<string, string>>,
  notes: string,
): Promise<Map<string, Uint8Array>> {
  const { fitted, network } = model;
  const recipe = recipeOf(metadata);
  const about = Object.fromEntries(Object.entries(metadata).filter(([name]) => name !== recipeName));
  const documents = {
    'features.json': fitted,
    'recipe.json': recipe,
    'about.json': about,
    'learning.json': learningOf(network),
  };
  const files = new Map<string, Uint8Array>([
    ...Object.entries(packageFiles).map(([name, text]): [string, Uint8Array] => [name, Buffer.from(text)]),
    ...Object.entries(documents).map(([name, document]): [string, Uint8Array] => [
      name,
      Buffer.from(`${JSON.stringify(document, null, 2)}\n`),
    ]),
    [packageNetwork, await exportKeras(network, notes)],
  ]);
  const start = untrained(model, recipe);
  if (start !== null) {
    files.set(untrainedNetwork, await exportKeras(start));
    start.dispose();
  }
  return files;
}
