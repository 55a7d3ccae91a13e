import type { DeviceTiming } from '../schemas/runs';

/** How fast each device was that was timed, the fastest first: "cpu (onnx) 24,500, webgpu (onnx) 310 rows a second". */
export function timedRates(timings: readonly DeviceTiming[]): string {
  const rates = timings
    .toSorted((a, b) => b.rowsPerSecond - a.rowsPerSecond)
    .map(
      ({ device, runtime, rowsPerSecond }) =>
        `${device} (${runtime}) ${Math.round(rowsPerSecond).toLocaleString('en-GB')}`,
    );
  return `${rates.join(', ')} rows a second`;
}

/** The same as one line of its own; empty when no device was timed. */
export function describeTimings(timings: readonly DeviceTiming[]): string {
  return timings.length === 0 ? '' : `Devices timed: ${timedRates(timings)}.`;
}
