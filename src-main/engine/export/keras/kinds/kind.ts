import type { Dialect } from '../activations';
import type { GraphBuilder, GraphLayer, GraphNode, Settings, Shape } from '../graph';
import type { SettingRule } from '../settings';

/** One use of a layer on its way from one library's words to the other's. */
export interface Step {
  from: Dialect;
  to: Dialect;
  layer: GraphLayer;
  /** Already in the other's words. */
  inputs: GraphNode[];
  shape: Shape;
  options: Settings;
  builder: GraphBuilder;
  /** Makes the same layer with these settings, and uses it; a layer that is shared is made once. */
  keep(
    settings: Settings,
    change?: Partial<Pick<GraphLayer, 'className' | 'weights'> & Pick<GraphNode, 'inputs'>>,
  ): GraphNode;
  /** The settings that count, see `pickSettings`. */
  settings(): Settings;
  /** A layer inside this one in the other's words. Throws LAYER_NOT_SUPPORTED where it would become several. */
  inner(layer: GraphLayer): GraphLayer;
  /** Whether a layer before passes on which steps are padding. */
  isMasked: boolean;
}

/** A kind of layer: what its settings and weights are called on both sides. */
export interface LayerKind {
  /** Its names in files. */
  classNames: readonly string[];
  rule: SettingRule;
  /** Whether `activation` is among its settings: what the other side has no name for becomes layers of its own. */
  activates?: boolean;
  /** Of a layer that activates: other settings and inputs with which the other side computes the same. */
  prepare?(step: Step): { settings: Settings; inputs: GraphNode[] } | null;
  /** How it becomes a layer, or layers, of the other side; left out, it stays as it is. */
  translate?(step: Step): GraphNode;
  /** Where a .keras file has its weights, in order; `vars/0`, `vars/1`, … when left out. */
  paths?(layer: GraphLayer, inner: (layer: GraphLayer) => string[]): string[];
  /** How many of its weights, at the end, are never trained. */
  fixedWeights?: number;
  /** Whether Keras keeps a generator of random numbers for it, and under which path. */
  randomness?(layer: GraphLayer): string[];
}
