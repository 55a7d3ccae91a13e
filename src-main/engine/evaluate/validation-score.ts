import * as tf from '@tensorflow/tfjs-core';
import type { Metrics } from '../../contract/schemas/runs';
import type { Fitted } from '../features/fitted';
import { accuracy } from './metrics/accuracy';
import { r2 } from './metrics/r2';
import { scoreOf } from '../model/pipeline';
import { metricsOf, scoredRows } from './evaluation';
import { mostProbable } from './predict';

/**
 * All scores of outputs in the target's own units, for what is watched while a network trains.
 * @param outputs [rows, outputs] of the network. @param target raw, see `hostTarget`.
 */
export function outputMetrics(fitted: Fitted, outputs: Float32Array, target: Float32Array): Metrics {
  const rows = target.length;
  const scores = tf.tidy(() =>
    Float32Array.from(scoreOf(fitted, tf.tensor2d(outputs, [rows, outputs.length / rows])).dataSync()),
  );
  return metricsOf(scoredRows(fitted, target, scores));
}

/**
 * The score shown while a network trains: accuracy for classes, R2 for numbers (which is the same whether both sides
 * are standardised or not). @param outputs [rows, outputs] of the network. @param target as the loss takes it.
 */
export function validationScore(fitted: Fitted, outputs: Float32Array, target: Float32Array): number {
  if (fitted.target.kind === 'number') {
    const predicted = fitted.target.link === 'log' ? outputs.map(Math.exp) : outputs;
    return r2.compute({ actual: target, predicted });
  }
  const classes = fitted.target.classes.length;
  const predicted =
    outputs.length === target.length
      ? Int32Array.from(outputs, (logit) => Number(logit > 0))
      : mostProbable(outputs, classes);
  return accuracy.compute({ classes, actual: target, predicted, probabilities: [] });
}
