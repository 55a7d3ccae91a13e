import type { DeviceTiming } from '../schemas/runs';

/**
 * How fast each device was that was timed, the fastest first: "cpu 24,500, webgpu 310 rows a second". The runtime is
 * told where one device was timed with several.
 */
export function timedRates(timings: readonly DeviceTiming[]): string {
  const isNamed = new Set(timings.map(({ device }) => device)).size === timings.length;
  const rates = timings
    .toSorted((a, b) => b.rowsPerSecond - a.rowsPerSecond)
    .map(({ device, runtime, rowsPerSecond }) => {
      const rate = Math.round(rowsPerSecond).toLocaleString('en-GB');
      return `${isNamed ? device : `${device} (${runtime})`} ${rate}`;
    });
  return `${rates.join(', ')} rows a second`;
}

/** The same as one line of its own; empty when no device was timed. */
export function describeTimings(timings: readonly DeviceTiming[]): string {
  return timings.length === 0 ? '' : `Devices timed: ${timedRates(timings)}.`;
}
