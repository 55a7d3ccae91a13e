import { z } from 'zod';
import { damagedFile, unsupportedLayer } from './errors';
import { inputClass } from './graph';
import type { Graph, GraphLayer, GraphNode, Setting, Settings, Shape, Weight } from './graph';
import { NumberedNames, snakeCase } from './order';
import { isNetwork, isReference, layerSchema, readUse, referenceOf, usesFromOne } from './layer-uses';
import type { LayerJson, Reference } from './layer-uses';
import { isObject, textOf } from './settings';

/** Where a layer stands, from the outermost network on. */
export interface LayerPlace {
  /** Names of the networks around it, then its own. */
  names: string[];
  /** Its place in the weights of a .keras file: `layers/dense_1`. */
  store: string;
  layer: GraphLayer;
}

/** What a reader of topologies asks for each layer. */
export interface TopologySource {
  /** For errors. */
  file: string;
  /** Weights in the layer's order. */
  weights(place: LayerPlace): Weight[];
  /** Shape of the layer's output, where it is known. @param use how often it was used before. */
  shape?(place: LayerPlace, use: number): Shape;
}

/** Refuses what would run code of its own when Keras reads it; it is never run here. */
function refuseCode({ class_name: className, config, module, registered_name: registered }: LayerJson): void {
  const name = textOf(config, 'name', className);
  if (className === 'Lambda' || JSON.stringify(config).includes('"__lambda__"')) {
    throw unsupportedLayer(
      name,
      className,
      'holds program code, which is never run',
      'Replace it by layers that Keras has, and save the network again.',
    );
  }
  const isOfKeras =
    module === undefined || module === null || /^keras(\.|$)/.test(module) || module === 'builtins';
  if (!isOfKeras || (typeof registered === 'string' && registered.includes('>'))) {
    throw unsupportedLayer(
      name,
      className,
      `is not one of Keras but of ${registered ?? module ?? 'elsewhere'}`,
    );
  }
}

const asShape = (value: Setting | undefined): Shape | null =>
  Array.isArray(value) ? value.map((length) => (typeof length === 'number' ? length : null)) : null;

const inputShapeOf = (config: Settings): Shape | null =>
  asShape(config['batch_shape']) ?? asShape(config['batch_input_shape']);

interface Container {
  names: string[];
  store: string;
}

/** Reads one network, and those within it as if their layers stood in it. */
class TopologyReader {
  readonly nodes: GraphNode[] = [];
  private readonly layers = new Map<string, GraphLayer>();
  private readonly uses = new Map<GraphLayer, number>();

  constructor(private readonly source: TopologySource) {}

  /** @param inputs what a network within another is given; null for the outermost. */
  network(
    json: LayerJson,
    at: Container,
    inputs: GraphNode[] | null,
  ): { inputs: GraphNode[]; outputs: GraphNode[] } {
    const parsed = z.array(layerSchema).safeParse(json.config['layers']);
    if (!parsed.success)
      throw damagedFile(this.source.file, 'its layers can not be understood', parsed.error);
    const stores = new NumberedNames();
    const items = parsed.data.map((item) => {
      const name = item.name ?? textOf(item.config, 'name', item.class_name);
      const kind = isNetwork(item) && item.class_name === 'Model' ? 'Functional' : item.class_name;
      const isHidden = json.class_name === 'Sequential' && item.class_name === inputClass;
      const store = isHidden ? '' : `${at.store}layers/${stores.next(snakeCase(kind))}`;
      return { name, item, place: { names: [...at.names, name], store } };
    });
    return json.class_name === 'Sequential'
      ? this.chain(json, items, inputs)
      : this.functional(json, items, inputs);
  }

  private chain(
    json: LayerJson,
    items: readonly { name: string; item: LayerJson; place: Container }[],
    inputs: GraphNode[] | null,
  ): { inputs: GraphNode[]; outputs: GraphNode[] } {
    const [first] = items;
    let current = inputs;
    if (current === null) {
      const shape =
        (first === undefined ? null : this.firstShape(first.item)) ??
        asShape(json.config['build_input_shape']);
      if (shape === null)
        throw damagedFile(this.source.file, 'it does not say how many columns its rows have');
      const name = first?.item.class_name === inputClass ? first.name : 'input';
      current = [this.input(name, shape)];
    }
    const given = current;
    for (const { item, place } of items) {
      if (item.class_name !== inputClass) current = this.use(item, place, current, {});
    }
    return { inputs: given, outputs: current };
  }

  /** The shape of rows that a layer, or the first one within it, takes. */
  private firstShape(item: LayerJson): Shape | null {
    const own = inputShapeOf(item.config);
    if (own !== null || !isNetwork(item)) return own;
    const inside = z.array(layerSchema).safeParse(item.config['layers']);
    const [first] = inside.success ? inside.data : [];
    return first === undefined ? null : this.firstShape(first);
  }

  private functional(
    json: LayerJson,
    items: readonly { name: string; item: LayerJson; place: Container }[],
    inputs: GraphNode[] | null,
  ): { inputs: GraphNode[]; outputs: GraphNode[] } {
    const byName = new Map(items.map((entry) => [entry.name, entry]));
    const known = new Map<string, GraphNode[]>();
    const wanted = (key: string): Reference[] => {
      const value = json.config[key] ?? [];
      const list = isReference(value)
        ? [value]
        : Array.isArray(value)
          ? value
          : isObject(value)
            ? Object.values(value)
            : [];
      return list.flatMap((entry) => {
        const found = referenceOf(entry);
        return found === null ? [] : [found];
      });
    };
    wanted('input_layers').forEach(([name], index) => {
      const given = inputs?.[index];
      if (given !== undefined) known.set(`${name}:0`, [given]);
    });
    const open = new Set<string>();
    const offsets = usesFromOne(items, [...wanted('output_layers')]);
    // From the outputs back, so that what only tells of padding is left out.
    const resolve = ([name, use, output]: Reference): GraphNode => {
      const key = `${name}:${String(use)}`;
      const found =
        known.get(key) ?? this.resolveUse(byName.get(name), name, use, offsets.get(name) ?? 0, open, resolve);
      known.set(key, found);
      const node = found[output];
      if (node === undefined)
        throw unsupportedLayer(
          name,
          byName.get(name)?.item.class_name ?? 'layer',
          'has more than one output',
        );
      return node;
    };
    const outputs = wanted('output_layers').map(resolve);
    return { inputs: wanted('input_layers').map(resolve), outputs };
  }

  private resolveUse(
    entry: { item: LayerJson; place: Container } | undefined,
    name: string,
    use: number,
    offset: number,
    open: Set<string>,
    resolve: (reference: Reference) => GraphNode,
  ): GraphNode[] {
    if (entry === undefined)
      throw damagedFile(this.source.file, `a layer takes what ${name} gives, which is not there`);
    const { item, place } = entry;
    if (item.class_name === inputClass) {
      const shape = inputShapeOf(item.config);
      if (shape === null) throw damagedFile(this.source.file, `its input ${name} has no shape`);
      return [this.input(name, shape)];
    }
    const key = `${name}:${String(use)}`;
    const given = item.inbound_nodes[use - offset];
    if (given === undefined || open.has(key))
      throw damagedFile(this.source.file, `its layer ${name} is not connected`);
    open.add(key);
    const { inputs, options } = readUse(given, item);
    return this.use(item, place, inputs.map(resolve), options);
  }

  private input(name: string, shape: Shape): GraphNode {
    const layer = { name, className: inputClass, settings: {}, weights: [] };
    const node = { layer, inputs: [], shape, options: {} };
    this.nodes.push(node);
    return node;
  }

  private use(item: LayerJson, place: Container, inputs: GraphNode[], options: Settings): GraphNode[] {
    if (isNetwork(item)) return this.network(item, { ...place, store: `${place.store}/` }, inputs).outputs;
    refuseCode(item);
    const key = place.names.join('/');
    let layer = this.layers.get(key);
    if (layer === undefined) {
      const made = { name: key, className: item.class_name, settings: item.config, weights: [] };
      const weights = this.source.weights({ ...place, layer: made });
      layer = { ...made, weights };
      this.layers.set(key, layer);
    }
    const count = this.uses.get(layer) ?? 0;
    this.uses.set(layer, count + 1);
    const shape = this.source.shape?.({ ...place, layer }, count) ?? [];
    const node = { layer, inputs, shape, options };
    this.nodes.push(node);
    return [node];
  }
}

/**
 * A network as Keras or TensorFlow.js describe it, as a graph in their words. Networks within it are taken apart.
 * @throws FILE_DAMAGED, and LAYER_NOT_SUPPORTED for layers that hold code or have several outputs.
 */
export function readTopology(json: unknown, source: TopologySource): Graph {
  const parsed = layerSchema.safeParse(json);
  if (!parsed.success) throw damagedFile(source.file, 'it does not describe a network', parsed.error);
  if (!isNetwork(parsed.data)) {
    refuseCode(parsed.data);
    throw unsupportedLayer(
      textOf(parsed.data.config, 'name', 'model'),
      parsed.data.class_name,
      'is not a network of layers',
    );
  }
  const reader = new TopologyReader(source);
  const ends = reader.network(parsed.data, { names: [], store: '' }, null);
  return { name: textOf(parsed.data.config, 'name', 'network'), nodes: reader.nodes, ...ends };
}
