import { unsupportedLayer } from './errors';
import type { GraphBuilder, GraphLayer, GraphNode, Setting, Settings } from './graph';
import { isObject } from './settings';

/** Whose words a graph is in. Keras before 3 and TensorFlow.js agree in all that matters here. */
export type Dialect = 'tfjs' | 'keras';

/** What both libraries compute alike, under the name of TensorFlow.js. */
const shared = [
  'elu',
  'selu',
  'relu',
  'relu6',
  'linear',
  'sigmoid',
  'softplus',
  'softsign',
  'tanh',
  'softmax',
  'log_softmax',
  'gelu',
  'mish',
  'swish',
];
const kerasNames: Readonly<Record<string, string>> = { swish: 'silu' };
const otherNames: Readonly<Record<string, string>> = {
  silu: 'swish',
  celu: 'elu',
  logsoftmax: 'log_softmax',
};

/** The name of an activation, however a file writes it; null for one that is not a plain function. */
export function activationName(value: Setting | undefined): string | null {
  if (value === undefined || value === null) return 'linear';
  if (typeof value === 'string') return otherNames[value] ?? value;
  if (isObject(value) && value['class_name'] === 'function' && typeof value['config'] === 'string') {
    return otherNames[value['config']] ?? value['config'];
  }
  return null;
}

/** How a plain activation is called in a library; null when it has no name there, or means another function. */
export function nameIn(dialect: Dialect, name: string): string | null {
  if (shared.includes(name)) return dialect === 'keras' ? (kerasNames[name] ?? name) : name;
  // Keras 3 has another slope, and the name of gelu_new does not survive a file of TensorFlow.js.
  return name === 'hard_sigmoid' && dialect === 'tfjs' ? name : null;
}

/** A chain of layers with one input, of the same shape all along. */
class Chain {
  constructor(
    private readonly builder: GraphBuilder,
    private readonly name: string,
    readonly node: GraphNode,
  ) {}

  private then(className: string, settings: Settings, ...more: GraphNode[]): Chain {
    const { builder, name, node } = this;
    return new Chain(builder, name, builder.add(name, className, settings, [node, ...more], node.shape));
  }

  rescale = (scale: number, offset = 0): Chain => this.then('Rescaling', { scale, offset });
  limit = (most: number): Chain => this.then('ReLU', { max_value: most });
  through = (activation: string): Chain => this.then('Activation', { activation });
  times = (other: Chain): Chain => this.then('Multiply', {}, other.node);
  plus = (other: Chain): Chain => this.then('Add', {}, other.node);
  leaky = (slope: number, key: string): Chain => this.then('LeakyReLU', { [key]: slope });
}

/** Functions that one of the libraries lacks, made of layers that both have. */
const composed: Readonly<Record<string, (x: Chain, from: Dialect) => Chain>> = {
  // max(0, min(1, 0.2 x + 0.5)) in TensorFlow.js and Keras 2, x / 6 + 0.5 in Keras 3.
  hard_sigmoid: (x, from) => x.rescale(from === 'keras' ? 1 / 6 : 0.2, 0.5).limit(1),
  hard_silu: (x) =>
    x
      .rescale(1 / 6, 0.5)
      .limit(1)
      .times(x),
  hard_swish: (x) =>
    x
      .rescale(1 / 6, 0.5)
      .limit(1)
      .times(x),
  // x sigmoid(2 sqrt(2 / pi) (x + 0.044715 x^3)), which is the same as with the hyperbolic tangent.
  gelu_new: (x) =>
    x
      .times(x.rescale(1))
      .rescale(0.044715, 1)
      .times(x)
      .rescale(2 * Math.sqrt(2 / Math.PI))
      .through('sigmoid')
      .times(x),
  log_sigmoid: (x) => x.rescale(-1).through('softplus').rescale(-1),
  hard_tanh: (x) => x.rescale(1, 1).limit(2).rescale(1, -1),
  tanh_shrink: (x) => x.through('tanh').rescale(-1).plus(x),
  leaky_relu: (x, from) => x.leaky(0.2, from === 'keras' ? 'alpha' : 'negative_slope'),
};

/** Throws LAYER_NOT_SUPPORTED when a layer's activation is neither known nor made of layers. */
export function requireComposed({ name, className }: GraphLayer, activation: string): void {
  if (Object.hasOwn(composed, activation)) return;
  throw unsupportedLayer(name, className, `has the activation ${activation}, which is not known`);
}

/** Puts a function that a library has no name for after a node, as several layers. Throws LAYER_NOT_SUPPORTED. */
export function composeActivation(
  builder: GraphBuilder,
  layer: GraphLayer,
  from: Dialect,
  activation: string,
  node: GraphNode,
): GraphNode {
  requireComposed(layer, activation);
  const chain = new Chain(builder, `${layer.name}_${activation}`, node);
  return composed[activation]?.(chain, from).node ?? node;
}
