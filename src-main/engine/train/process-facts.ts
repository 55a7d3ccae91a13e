import { totalmem } from 'node:os';
import type { Runtime } from '../runtimes/runtime';

/** Milliseconds; asking the system takes a moment. */
const asked = 1000;

/** What a training takes of the machine. */
export class ProcessFacts {
  private readAt = Number.NEGATIVE_INFINITY;
  private memoryBytes = 0;
  private deviceMemoryBytes: number | null = null;

  constructor(runtime: Runtime) {
    if (runtime.device() === 'cpu') {
      this.deviceMemoryBytes = totalmem();
      return;
    }
    // Known already where the device was chosen; progress does not wait for it.
    Promise.resolve(runtime.report()).then(
      ({ memoryBytes }) => (this.deviceMemoryBytes = memoryBytes ?? null),
      () => undefined,
    );
  }

  /** Memory of this process, and all that the device has where that is known. */
  now(): { memoryBytes: number; deviceMemoryBytes: number | null } {
    if (performance.now() - this.readAt >= asked) {
      this.readAt = performance.now();
      this.memoryBytes = process.memoryUsage.rss();
    }
    return { memoryBytes: this.memoryBytes, deviceMemoryBytes: this.deviceMemoryBytes };
  }
}
