import { z } from 'zod';

/** Settings of a layer as a file has them: names with underscores, values as JSON. */
export const settingsSchema = z.record(z.string(), z.json());
export type Settings = z.infer<typeof settingsSchema>;
export type Setting = Settings[string];

/** Lengths of the axes; null for rows, of which there are any number. */
export type Shape = readonly (number | null)[];

export interface Weight {
  shape: number[];
  /** One row after the other. */
  values: Float32Array;
  /** How it is learned, where it is not the weight of the application but that times a factor: see `Learning`. */
  learns?: Learning;
}

/** How a weight that stands for another one is learned as that one is. */
export interface Learning {
  /** By which it is larger than the one that is learned, and so times the learning rate. */
  speed: number;
  /** Whether it is made smaller by weight decay. */
  decays: boolean;
}

/** A layer with its weights, in the words of one of the libraries that know networks of layers. */
export interface GraphLayer {
  name: string;
  /** What kind of layer it is: `Dense`. */
  className: string;
  /** Without its name. */
  settings: Settings;
  /** In the library's own order: what is trained, then what is not. */
  weights: Weight[];
}

/** One use of a layer; a layer that is shared is used several times. */
export interface GraphNode {
  layer: GraphLayer;
  inputs: GraphNode[];
  /** Of its one output. */
  shape: Shape;
  /** What it is called with besides its inputs: `use_causal_mask`. */
  options: Settings;
}

/** A network as layers and how they feed each other, the common form of all formats. */
export interface Graph {
  name: string;
  /** Every node after those that it takes. */
  nodes: GraphNode[];
  inputs: GraphNode[];
  outputs: GraphNode[];
}

export const inputClass = 'InputLayer';

export const sizeOf = (shape: Shape): number =>
  shape.reduce<number>((product, length) => product * (length ?? 1), 1);

/** Builds a graph node by node. Names that are taken get a number. */
export class GraphBuilder {
  readonly nodes: GraphNode[] = [];
  private readonly names = new Set<string>();

  /** A layer that is not used yet. */
  layer(name: string, className: string, settings: Settings, weights: Weight[] = []): GraphLayer {
    let free = name;
    for (let number = 1; this.names.has(free); number++) free = `${name}_${String(number)}`;
    this.names.add(free);
    return { name: free, className, settings, weights };
  }

  use(layer: GraphLayer, inputs: GraphNode[], shape: Shape, options: Settings = {}): GraphNode {
    const node = { layer, inputs, shape, options };
    this.nodes.push(node);
    return node;
  }

  /** A new layer, used once. */
  add(
    name: string,
    className: string,
    settings: Settings,
    inputs: GraphNode[],
    shape: Shape,
    weights: Weight[] = [],
  ): GraphNode {
    return this.use(this.layer(name, className, settings, weights), inputs, shape);
  }
}

/** Layers in the order in which they are first used. */
export const layersOf = ({ nodes }: Pick<Graph, 'nodes'>): GraphLayer[] => [
  ...new Set(nodes.map(({ layer }) => layer)),
];
