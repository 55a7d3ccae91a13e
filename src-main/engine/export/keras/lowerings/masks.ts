import type { GraphBuilder, GraphNode } from '../graph';
import { numberOf } from '../settings';
import { isMasked } from '../translate';

/** Layers that put tensors together elementwise: TensorFlow.js goes by the padding of the first one. */
const elementwise = /^(Add|Multiply|Average|Maximum|Minimum)$/;
const recurrent = /^(SimpleRNN|LSTM|GRU|ResetAfterGRU|VariationalRecurrent|Bidirectional)$/;
/** What does not look at steps that are padding, or gives none. */
const heedsPadding = new RegExp(`^MaskedAverage$|${recurrent.source}`);
/** What gives at each step something of that step, and of others only where they count. */
const staysAtSteps =
  /^(Dense|ScaledDense|Activation|.*ReLU|ELU|Softmax|.*Dropout|.*Noise|LayerNormalization|BatchNormalization|PositionalEncoding|MultiHeadAttention|Add|Multiply|Average|Maximum|Minimum|Concatenate|Rescaling|TimeDistributed|Masking)$/;

/** Larger than any number that counts, so that what is not zero becomes one. */
const steep = 1e38;

/** Which steps count, as tensors of their own: masks are no values in the libraries, and are lost by many layers. */
export class Masks {
  private readonly made = new Map<GraphNode, GraphNode | null>();

  /** @param of what a node has become in the layers of the target. */
  constructor(
    private readonly builder: GraphBuilder,
    private readonly of: (node: GraphNode) => GraphNode,
  ) {}

  /** 1 for steps that count, else 0: [rows, steps]; null where all do. @param node as it was before. */
  maskOf(node: GraphNode): GraphNode | null {
    const known = this.made.get(node);
    if (known !== undefined) return known;
    const mask = this.make(node);
    this.made.set(node, mask);
    return mask;
  }

  private make(node: GraphNode): GraphNode | null {
    if (!isMasked(node)) return null;
    const { layer, inputs } = node;
    const [first] = inputs;
    if (first === undefined) return null;
    if (layer.className === 'Embedding') return this.ofIds(layer.name, this.of(first));
    if (layer.className === 'Masking') {
      return this.ofSteps(layer.name, this.of(first), numberOf(layer.settings, 'mask_value', 0));
    }
    if (elementwise.test(layer.className) || layer.className === 'MultiHeadAttention')
      return this.maskOf(first);
    const masked = inputs.find(isMasked);
    return masked === undefined ? null : this.maskOf(masked);
  }

  /** Ids are whole numbers from 0, which is padding. */
  private ofIds(name: string, ids: GraphNode): GraphNode {
    return this.builder.add(`${name}_counts`, 'ReLU', { max_value: 1 }, [ids], ids.shape);
  }

  /** Steps of which any number is another one than the mark of padding. */
  private ofSteps(name: string, x: GraphNode, mark: number): GraphNode {
    const { builder } = this;
    const [rows = null, steps = null, features = null] = x.shape;
    const own = `${name}_counts`;
    const above = builder.add(`${own}_above`, 'Rescaling', { scale: 1, offset: -mark }, [x], x.shape);
    const below = builder.add(`${own}_below`, 'Rescaling', { scale: -1, offset: mark }, [x], x.shape);
    const far = builder.add(`${own}_far`, 'Maximum', {}, [above, below], x.shape);
    const raised = builder.add(`${own}_raised`, 'Rescaling', { scale: steep, offset: 0 }, [far], x.shape);
    const each = builder.add(`${own}_each`, 'ReLU', { max_value: 1 }, [raised], x.shape);
    const turned = builder.add(`${own}_turned`, 'Permute', { dims: [2, 1] }, [each], [rows, features, steps]);
    return builder.add(own, 'GlobalMaxPooling1D', {}, [turned], [rows, steps]);
  }
}

const usersOf = (node: GraphNode, nodes: readonly GraphNode[]): GraphNode[] =>
  nodes.filter(({ inputs }) => inputs.includes(node));

/** Whether a layer after a node looks at what stands at steps that are padding. @param nodes of the whole graph. */
export function showsPadding(node: GraphNode, nodes: readonly GraphNode[]): boolean {
  const users = usersOf(node, nodes);
  if (users.length === 0) return true;
  return users.some((user) => {
    const { className } = user.layer;
    if (heedsPadding.test(className)) return false;
    return !staysAtSteps.test(className) || showsPadding(user, nodes);
  });
}

/** Whether the libraries themselves have to tell a layer after a node of padding: it is a recurrent one. */
export const tellsPadding = (node: GraphNode, nodes: readonly GraphNode[]): boolean =>
  usersOf(node, nodes).some(
    (user) => recurrent.test(user.layer.className) || (isMasked(user) && tellsPadding(user, nodes)),
  );
