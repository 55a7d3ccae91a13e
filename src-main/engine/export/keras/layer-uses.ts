import { z } from 'zod';
import { unsupportedLayer } from './errors';
import { settingsSchema } from './graph';
import type { Setting, Settings } from './graph';
import { isObject, textOf, without } from './settings';

/** A layer, or a network, as files describe it. */
export const layerSchema = z.object({
  class_name: z.string(),
  config: settingsSchema,
  name: z.string().optional(),
  module: z.string().nullish(),
  registered_name: z.string().nullish(),
  inbound_nodes: z.array(z.json()).default([]),
});
export type LayerJson = z.infer<typeof layerSchema>;

const networkClasses = ['Functional', 'Model', 'Sequential'];
/** Whether it is a network of layers of its own. */
export const isNetwork = ({ class_name: name, config }: LayerJson): boolean =>
  networkClasses.includes(name) && 'layers' in config;

/** A tensor that a node takes: layer, use, output; and how the layer is called with it besides. */
export type Reference = readonly [name: string, use: number, output: number];

/** Whether a value names one tensor, and not several. */
export const isReference = (value: Setting): boolean =>
  Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number';

/** The tensor that a list names; null for what names none. */
export function referenceOf(value: Setting | undefined): Reference | null {
  if (!Array.isArray(value)) return null;
  const [name, use, output] = value;
  return typeof name === 'string' && typeof use === 'number' && typeof output === 'number'
    ? [name, use, output]
    : null;
}

/** Tensors of a list of whatever depth, in order; in Keras 3 a tensor is an object that tells where it comes from. */
function tensorsIn(value: Setting): Reference[] {
  if (Array.isArray(value)) return value.flatMap(tensorsIn);
  if (!isObject(value)) return [];
  if (value['class_name'] === '__keras_tensor__' && isObject(value['config'])) {
    const found = referenceOf(value['config']['keras_history']);
    return found === null ? [] : [found];
  }
  return [];
}

/** Names under which tensors may be given that are inputs like those without a name. */
const namedInputs = ['inputs', 'query', 'value', 'key'];
const maskNames = /^(|query_|value_|key_)mask$/;
const idleOptions = ['training', 'return_attention_scores', 'initial_state', ...namedInputs];

/** What one use of a layer takes, and how it is called besides. Throws LAYER_NOT_SUPPORTED for what is not known. */
export function readUse(use: Setting, layer: LayerJson): { inputs: Reference[]; options: Settings } {
  if (isObject(use)) {
    const { args = [], kwargs = {} } = use;
    const given = isObject(kwargs) ? kwargs : {};
    const options: Settings = {};
    for (const [key, value] of Object.entries(given)) {
      // Masks follow from the layers before; Keras writes down where they come from.
      if (value === null || value === false || maskNames.test(key)) continue;
      if (namedInputs.includes(key)) continue;
      if (idleOptions.includes(key) || tensorsIn(value).length > 0) {
        throw unsupportedLayer(
          textOf(layer.config, 'name', layer.class_name),
          layer.class_name,
          `is called with ${key}, which is not known`,
        );
      }
      options[key] = value;
    }
    const named = namedInputs.flatMap((key) => (given[key] === undefined ? [] : tensorsIn(given[key])));
    return { inputs: [...tensorsIn(args), ...named], options };
  }
  const list = Array.isArray(use) ? (isReference(use) ? [use] : use) : [];
  let options: Settings = {};
  const inputs = list.flatMap((item): Reference[] => {
    const found = referenceOf(item);
    const more = Array.isArray(item) ? item[3] : undefined;
    if (isObject(more)) options = { ...options, ...without(more, ...idleOptions, 'mask') };
    return found === null ? [] : [found];
  });
  return { inputs, options };
}

/**
 * Networks within whose uses are counted from 1, as Keras before 3 does (use 0 is when it was made): those of which a
 * use is taken that is not there when counted from 0.
 */
export function usesFromOne(
  items: readonly { name: string; item: LayerJson }[],
  more: readonly Reference[],
): ReadonlyMap<string, number> {
  const references = [
    ...more,
    ...items.flatMap(({ item }) =>
      item.inbound_nodes.flatMap((use) => {
        if (isObject(use))
          return [
            ...tensorsIn(use['args'] ?? []),
            ...tensorsIn(isObject(use['kwargs']) ? Object.values(use['kwargs']) : []),
          ];
        const list = Array.isArray(use) ? (isReference(use) ? [use] : use) : [];
        return list.flatMap((entry): Reference[] => {
          const found = referenceOf(entry);
          return found === null ? [] : [found];
        });
      }),
    ),
  ];
  return new Map(
    items
      .filter(({ name, item }) => {
        const uses = item.inbound_nodes.length;
        return isNetwork(item) && references.some(([from, use]) => from === name && use >= uses);
      })
      .map(({ name }) => [name, 1]),
  );
}
