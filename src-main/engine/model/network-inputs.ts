import { outputUnits } from '../../contract/planning';
import type { NetworkContext } from '../../contract/network';
import type { Fitted } from '../features/fitted';
import { inputParts } from '../features/parts';

/** Outputs of the network: one for numbers and for two classes (a logit), else one a class. */
export function outputsOf(fitted: Fitted): number {
  const { target, task } = fitted;
  return outputUnits(task, target.kind === 'classes' ? target.classes.length : 1);
}

/** What a network of fitted features has to fit: what lies where in the matrix of `applyFeatures`, and its outputs. */
export const networkContext = (fitted: Fitted): NetworkContext => ({
  inputs: inputParts(fitted),
  outputs: outputsOf(fitted),
});
