import type { Shape } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../../contract/errors';

export interface MultiHeadAttentionOptions {
  name?: string;
  /** At least 1. */
  numHeads: number;
  /** Length of the query and the key of one head. */
  keyDim: number;
  /** Length of the value of one head; `keyDim` when left out. */
  valueDim?: number | null;
  useBias?: boolean;
  /** Whether a step sees only itself and the steps before it. */
  useCausalMask?: boolean;
  /** [steps, features], where it is the first layer. */
  inputShape?: Shape;
  /** What Keras can do besides: only what each of them is by itself. */
  dropout?: 0;
  outputShape?: null;
  attentionAxes?: null;
}

/** Refuses settings that come in a file and would change what the layer computes. */
export function refuseOthers({ dropout, outputShape, attentionAxes }: Record<string, unknown>): void {
  const others = Object.entries({ dropout, outputShape, attentionAxes });
  const [found] = others.filter(([, value]) => value !== undefined && value !== null && value !== 0);
  if (found === undefined) return;
  throw new StrongroomError(
    'KERNEL_NOT_SUPPORTED',
    `Attention with the setting ${found[0]} cannot be computed.`,
    {
      received: JSON.stringify(found[1]),
      next: 'Leave the setting out; a dropout layer can follow the attention.',
    },
  );
}

/** How many features each step has. Throws RECIPE_INVALID when there are no steps. */
export function lastSize(shape: Shape | undefined): number {
  const size = shape?.at(-1);
  if (shape?.length === 3 && typeof size === 'number') return size;
  throw new StrongroomError('RECIPE_INVALID', 'Attention looks at steps of features.', {
    expected: '[rows, steps, features]',
    received: `[${(shape ?? []).join(', ')}]`,
    next: 'Put a layer before it that gives steps: a reshape, an embedding, or a recurrent layer that returns sequences.',
  });
}

/** Shapes of query, value and key. */
export function shapesOf(inputShape: Shape | Shape[]): [Shape, Shape, Shape] {
  const list = inputShape.filter((item): item is Shape => Array.isArray(item));
  const plain = inputShape.filter((item): item is number | null => !Array.isArray(item));
  const [query = plain, value = query, key = value] = list;
  return [query, value, key];
}
