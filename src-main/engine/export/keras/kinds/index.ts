import { StrongroomError } from '../../../../contract/errors';
import * as activations from './activations';
import { attention } from './attention';
import * as chance from './chance';
import * as convolutions from './convolutions';
import * as core from './core';
import type { LayerKind } from './kind';
import * as merging from './merging';
import * as normalization from './normalization';
import * as recurrent from './recurrent';
import { bidirectional, timeDistributed } from './wrappers';

/** Kinds by the names that files call them. Throws INTERNAL when two go by the same name. */
export function indexKinds(kinds: readonly LayerKind[]): ReadonlyMap<string, LayerKind> {
  const index = new Map<string, LayerKind>();
  for (const kind of kinds) {
    for (const className of kind.classNames) {
      if (index.has(className))
        throw new StrongroomError('INTERNAL', `Two kinds of layers are called ${className}.`);
      index.set(className, kind);
    }
  }
  return index;
}

/** Every kind of layer that is read from and written to files of Keras and TensorFlow.js. */
export const layerKinds = indexKinds([
  ...Object.values(core),
  ...Object.values(activations),
  ...Object.values(convolutions),
  ...Object.values(normalization),
  ...Object.values(merging),
  ...Object.values(chance),
  ...Object.values(recurrent),
  attention,
  bidirectional,
  timeDistributed,
]);

export type { LayerKind, Step } from './kind';
