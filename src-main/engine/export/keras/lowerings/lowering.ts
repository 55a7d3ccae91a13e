import type { GraphBuilder, GraphLayer, GraphNode } from '../graph';

/** What a file is written for: TensorFlow.js has no attention, and its own layers of chance. */
export type Target = 'keras' | 'tfjs';

/** One use of a layer that is ours, or that the target lacks. */
export interface LoweringStep {
  target: Target;
  layer: GraphLayer;
  /** What goes in, in layers that the target has. */
  inputs: GraphNode[];
  shape: GraphNode['shape'];
  builder: GraphBuilder;
  /** Whether what goes in tells of padding. */
  isMasked: boolean;
  /** Which steps of each input count, [rows, steps] of 1 and 0; null where all do. Made when it is asked for. */
  masks(): (GraphNode | null)[];
  /** The same of what the layer gives. */
  ownMask(): GraphNode | null;
  /** Whether a layer behind it looks at what stands at steps that are padding. */
  showsPadding(): boolean;
  /** Whether a layer behind it is one that the libraries tell of padding themselves. */
  tellsPadding(): boolean;
}

/** How a layer becomes layers that every library has. */
export interface Lowering {
  className: string;
  targets: readonly Target[];
  /** Whether a layer of the class needs it; every one does where this is left out. */
  applies?(layer: GraphLayer): boolean;
  lower(step: LoweringStep): GraphNode;
}
