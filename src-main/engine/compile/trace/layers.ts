import * as tf from '@tensorflow/tfjs-core';
import { LayersModel, layers } from '@tensorflow/tfjs-layers';
import type { layers as layerTypes } from '@tensorflow/tfjs-layers';

type Layer = layerTypes.Layer;
type Tape = ReturnType<typeof tf.engine>['state']['activeTape'];

let current: string | undefined;

/** The name of the layer that works just now, forward or backward, while layers are followed. */
export function currentLayer(): string | undefined {
  return current;
}

/** What a layer does by layers inside it counts as its own: the outermost is the one that a person put there. */
function during<T>(name: string, work: () => T): T {
  const before = current;
  current = before ?? name;
  try {
    return work();
  } finally {
    current = before;
  }
}

/** Gradients are taken later, out of what was put on the tape while the layer worked. */
function claimGradients(tape: Tape, from: number, name: string): void {
  for (const node of tape.slice(from)) {
    const { gradient } = node;
    if (gradient === undefined) continue;
    node.gradient = (dys) =>
      Object.fromEntries(
        Object.entries(during(name, () => gradient(dys))).map(([input, derive]) => [
          input,
          () => during(name, derive),
        ]),
      );
  }
}

/**
 * Runs `work`, which must be synchronous, and knows meanwhile which layer works. Every layer of tfjs is called
 * through one method of their common class, which is another one until `work` has ended.
 */
export function followLayers<T>(work: () => T): T {
  const { prototype } = layers.Layer;
  const { apply } = prototype;
  prototype.apply = function (this: Layer, ...given: Parameters<Layer['apply']>) {
    // A network is a layer too, but its name tells nothing.
    if (this instanceof LayersModel) return apply.apply(this, given);
    const { state } = tf.engine();
    const from = state.activeTape?.length ?? 0;
    const result = during(this.name, () => apply.apply(this, given));
    claimGradients(state.activeTape ?? [], from, this.name);
    return result;
  };
  try {
    return work();
  } finally {
    prototype.apply = apply;
  }
}
