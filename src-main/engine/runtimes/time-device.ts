import type { Runtime, TrainingJob } from './runtime';
import { setWeights } from './weights';

const fewestSteps = 3;
/** More than any device makes in its time. */
const mostSteps = 1000;
/** Small enough for any network; what is learned is forgotten. */
const rateOf = (): number => 1e-4;
/** Milliseconds; shorter ones are too much a matter of chance. */
const shortestStretch = 20;

/** Multiplications for one row: forward, and backward to the weights and to the inputs of each layer. */
export const workOfRow = ({ network }: TrainingJob): number => 3 * network.countParams();

/** Throws when a device is known to be so slow that its steps would take too long, and others are faster anyway. */
async function requireSpeed(
  runtime: Runtime,
  job: TrainingJob,
  milliseconds: number,
  best: number,
): Promise<void> {
  const speed = (await runtime.speed?.()) ?? null;
  if (speed === null) return;
  const rate = speed / workOfRow(job);
  const seconds = job.batchSize / rate;
  if (rate > best / 2 || seconds * (fewestSteps + 1) * 1000 < 2 * milliseconds) return;
  throw new Error(`one step on it would take about ${seconds.toFixed(seconds < 10 ? 1 : 0)} s.`);
}

/** The fastest stretch of a pass: what slows the others, another program or a cold start, is not of the device. */
class BestRate {
  private readonly started = performance.now();
  private best = 0;
  private last = { rows: 0, at: this.started };
  private total = 0;

  reached(rows: number): void {
    const now = performance.now();
    const rate = (before: { rows: number; at: number }): number =>
      (1000 * (rows - before.rows)) / Math.max(now - before.at, 0.001);
    this.total = rate({ rows: 0, at: this.started });
    if (now - this.last.at < shortestStretch) return;
    this.best = Math.max(this.best, rate(this.last));
    this.last = { rows, at: now };
  }

  get milliseconds(): number {
    return performance.now() - this.started;
  }

  get rowsPerSecond(): number {
    return this.best > 0 ? this.best : this.total;
  }
}

export interface DeviceTrial {
  rowsPerSecond: number;
  /** Of the first step, from the weights as they were. */
  firstLoss: number;
}

/**
 * Trains a few steps of the job after one that warms up (on GPUs it compiles), and leaves the network as it was.
 * @param milliseconds for the timed steps; at least three are made unless it is plain that others are faster.
 * @param best rows a second of the fastest device so far.
 * @throws what the runtime throws, and when it is known beforehand that its steps would take too long.
 */
export async function timeDevice(
  runtime: Runtime,
  job: TrainingJob,
  milliseconds: number,
  best: number,
): Promise<DeviceTrial> {
  const { batchSize, target, network } = job;
  const weights = network.weights.map((weight) => Float32Array.from(weight.read().dataSync()));
  const rows = (steps: number): Int32Array =>
    Int32Array.from({ length: steps * batchSize }, (_, index) => index % target.length);
  await requireSpeed(runtime, job, milliseconds, best);
  const session = await runtime.start(job);
  try {
    const firstLoss = await session.epoch(rows(1), rateOf, async () => true);
    const steps = Math.min(mostSteps, Math.max(fewestSteps, Math.ceil(1e6 / batchSize)));
    const rate = new BestRate();
    await session.epoch(rows(steps), rateOf, async (rowsDone) => {
      rate.reached(rowsDone);
      const timeIsOver = rate.milliseconds >= milliseconds;
      return !timeIsOver || (rowsDone < fewestSteps * batchSize && rate.rowsPerSecond > best / 2);
    });
    return { rowsPerSecond: rate.rowsPerSecond, firstLoss };
  } finally {
    await session.close(null).catch(() => undefined);
    setWeights(network, weights);
  }
}
