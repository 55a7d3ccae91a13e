import { unsupportedLayer } from '../errors';
import type { Lowering } from './lowering';

/** A recurrent layer that only we and Keras have. */
export const resetAfterGru: Lowering = {
  className: 'ResetAfterGRU',
  targets: ['tfjs'],
  lower: ({ layer }) => {
    throw unsupportedLayer(
      layer.name,
      layer.className,
      'has a reset gate after the matrix product, which TensorFlow.js does not have',
      'Export to Keras instead.',
    );
  },
};
