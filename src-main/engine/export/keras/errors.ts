import { StrongroomError } from '../../../contract/errors';

/** A layer, or a setting of it, that has no counterpart. @param why what it is about it, as a sentence without a full stop. */
export function unsupportedLayer(
  name: string,
  className: string,
  why: string,
  next?: string,
): StrongroomError {
  return new StrongroomError('LAYER_NOT_SUPPORTED', `The layer ${name} (${className}) ${why}.`, {
    received: className,
    next: next ?? 'Use a network without this layer.',
  });
}

/** A file that is not what it should be. @param why what is wrong with it, without a full stop. */
export function damagedFile(file: string, why: string, cause?: unknown): StrongroomError {
  return new StrongroomError('FILE_DAMAGED', `${file} can not be read as a network: ${why}.`, {
    next: 'Save the network again with Keras or TensorFlow.js, and give that file.',
    ...(cause === undefined ? {} : { cause }),
  });
}
