import { StrongroomError } from '../../contract/errors';

/**
 * How ONNX Runtime, Dawn (WebGPU), CUDA, DirectX and Metal say that memory is used up. Dawn tells of the failed
 * allocation in its log only; what comes as an error is that the buffer is invalid "due to a previous error".
 */
const memoryUsedUp =
  /out[ -_]?of[ -_](\w+[ -_])?memory|outofmemory|bad_alloc|bad allocation|failed to allocate|allocation (size )?(too large|failed)|available memory of \d+ is smaller|invalid buffer[^]*due to a previous error|(exceeds|larger than|greater than) the max\w* (storage )?buffer|8007000e/i;

/** How they say that the device is gone: taken out, reset by its driver, or hung. */
const gone =
  /device[ _]?(is |was |has been )?(lost|removed|hung|reset)|contextlost|context (is |was )?lost|887a000[567]|gpu (hang|hung|crash)|unspecified launch failure|cudaErrorIllegalAddress|illegal memory access/i;

/**
 * What went wrong on a device while it computed, in terms of what to do about it: DEVICE_LOST, OUT_OF_MEMORY, or
 * what was thrown when it is neither.
 */
export function deviceError(device: string, thrown: unknown): unknown {
  if (thrown instanceof StrongroomError) return thrown;
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  if (gone.test(words)) {
    return new StrongroomError('DEVICE_LOST', `The device ${device} stopped working while it computed.`, {
      expected: 'a device that works until the training ends',
      received: words,
      next: 'Train again; if it happens again, train on the processor (--device cpu) and update the driver of the graphics processor.',
      cause: thrown,
    });
  }
  if (!memoryUsedUp.test(words)) return thrown;
  return new StrongroomError(
    'OUT_OF_MEMORY',
    `The device ${device} has too little memory for this training.`,
    {
      received: words,
      next: 'Choose fewer rows a step (batch size) or smaller layers, or train on the processor: --device cpu.',
      cause: thrown,
    },
  );
}

export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof StrongroomError && error.code === 'OUT_OF_MEMORY';
