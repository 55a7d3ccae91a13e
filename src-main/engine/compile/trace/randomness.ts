import * as tf from '@tensorflow/tfjs-core';
import { StrongroomError } from '../../../contract/errors';
import { currentLayer } from './layers';

/** The operations of tfjs that draw random numbers, by the names of the scopes that they work in. */
const drawing = new Set(
  [
    'rand',
    'randomGamma',
    'randomNormal',
    'randomStandardNormal',
    'randomUniform',
    'randomUniformInt',
    'truncatedNormal',
  ].map((name) => `${name}__op`),
);

/**
 * Runs `work`, which must be synchronous, and refuses random numbers that it draws: they are no kernels, so a trace
 * would take them for constants and give the same ones to every step.
 * Throws KERNEL_NOT_SUPPORTED, naming the layer.
 */
export function refuseRandomNumbers<T>(work: () => T): T {
  const engine = tf.engine();
  const { startScope } = engine;
  engine.startScope = (name) => {
    if (name !== undefined && drawing.has(name)) {
      const layer = currentLayer();
      throw new StrongroomError(
        'KERNEL_NOT_SUPPORTED',
        `${layer === undefined ? 'The network' : `The layer ${layer}`} draws random numbers, which cannot be compiled.`,
        {
          received: name.replace('__op', ''),
          next: 'Use the dropout of this application in its place, or train on the device reference: --device reference.',
        },
      );
    }
    startScope.call(engine, name);
  };
  try {
    return work();
  } finally {
    engine.startScope = startScope;
  }
}
