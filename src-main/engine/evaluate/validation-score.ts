import type { Fitted } from '../features/fitted';
import { accuracy } from './metrics/accuracy';
import { r2 } from './metrics/r2';
import { mostProbable } from './predict';

/**
 * The score shown while a network trains: accuracy for classes, R2 for numbers (which is the same whether both sides
 * are standardised or not). @param outputs [rows, outputs] of the network. @param target as the loss takes it.
 */
export function validationScore(fitted: Fitted, outputs: Float32Array, target: Float32Array): number {
  if (fitted.target.kind === 'number') return r2.compute({ actual: target, predicted: outputs });
  const classes = fitted.target.classes.length;
  const predicted =
    outputs.length === target.length
      ? Int32Array.from(outputs, (logit) => Number(logit > 0))
      : mostProbable(outputs, classes);
  return accuracy.compute({ classes, actual: target, predicted, probabilities: [] });
}
