import type { GraphBuilder, GraphLayer, GraphNode } from '../graph';

/** What a file is written for: TensorFlow.js has no attention, and its own layers of chance. */
export type Target = 'keras' | 'tfjs';

/** One use of a layer that is ours, or that the target lacks. */
export interface LoweringStep {
  layer: GraphLayer;
  /** What goes in, in layers that the target has. */
  inputs: GraphNode[];
  shape: GraphNode['shape'];
  builder: GraphBuilder;
  /** Whether what goes in tells of padding. */
  isMasked: boolean;
}

/** How a layer becomes layers that every library has. */
export interface Lowering {
  className: string;
  targets: readonly Target[];
  lower(step: LoweringStep): GraphNode;
}
