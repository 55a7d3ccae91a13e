import { normalizeError } from '../../contract/errors';
import type { Warning } from '../../contract/schemas/common';
import type { DeviceTiming } from '../../contract/schemas/runs';
import { firstThatFits } from './first-that-fits';
import { libraryOf } from './runtime';
import type { Runtime, TrainingJob, TrainingSession } from './runtime';

/** For the timed steps of all devices together; as much again goes into compiling and a first step. */
const timedMilliseconds = 1000;
const fewestSteps = 3;
/** Milliseconds; shorter ones are too much a matter of chance. */
const shortestStretch = 20;
/** More than any device makes in its time. */
const mostSteps = 1000;
/** A training of fewer multiplications takes a processor a few seconds: no more than timing the devices would. */
const tinyWork = 50e9;
/** How far the first loss of two devices may be apart, as a share of it. Rounding makes a millionth. */
const largestDisagreement = 0.01;

/** Multiplications for one row: forward, and backward to the weights and to the inputs of each layer. */
const workOfRow = ({ network }: TrainingJob): number => 3 * network.countParams();

/** Whether a training is over before a choice of its device would have paid off. */
export function isTiny(job: TrainingJob): boolean {
  return workOfRow(job) * job.target.length * (job.epochs ?? 1) < tinyWork;
}

/** Throws when a device is known to be so slow that its steps would take too long, and others are faster anyway. */
async function requireSpeed(runtime: Runtime, job: TrainingJob, best: number): Promise<void> {
  const speed = (await runtime.speed?.()) ?? null;
  if (speed === null) return;
  const rate = speed / workOfRow(job);
  const seconds = job.batchSize / rate;
  if (rate > best / 2 || seconds * (fewestSteps + 1) * 1000 < timedMilliseconds) return;
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

interface Trial {
  rowsPerSecond: number;
  firstLoss: number;
}

/**
 * Trains a few steps of the job after one that warms up (on GPUs it compiles), and leaves the network as it was.
 * @param milliseconds for the timed steps; at least three are made unless it is plain that others are faster.
 * @param best rows a second of the fastest device so far.
 */
async function time(runtime: Runtime, job: TrainingJob, milliseconds: number, best: number): Promise<Trial> {
  const { batchSize, target, network } = job;
  const weights = network.weights.map((weight) => Float32Array.from(weight.read().dataSync()));
  const rows = (steps: number): Int32Array =>
    Int32Array.from({ length: steps * batchSize }, (_, index) => index % target.length);
  await requireSpeed(runtime, job, best);
  const session = await runtime.start(job);
  try {
    const firstLoss = await session.epoch(rows(1), async () => true);
    const steps = Math.min(mostSteps, Math.max(fewestSteps, Math.ceil(1e6 / batchSize)));
    const rate = new BestRate();
    await session.epoch(rows(steps), async (rowsDone) => {
      rate.reached(rowsDone);
      const timeIsOver = rate.milliseconds >= milliseconds;
      return !timeIsOver || (rowsDone < fewestSteps * batchSize && rate.rowsPerSecond > best / 2);
    });
    return { rowsPerSecond: rate.rowsPerSecond, firstLoss };
  } finally {
    await session.close(weights).catch(() => undefined);
  }
}

function skipped(runtime: Runtime, reason: string): Warning {
  return {
    code: 'DEVICE_SKIPPED',
    message: `The device ${runtime.device()} (${libraryOf(runtime)}) was left out when the fastest was looked for: ${reason}`,
    next: 'See `strongroom doctor` for what each device needs.',
  };
}

/** Times each runtime on the job. @returns those that work, the fastest first. */
async function timeAll(
  runtimes: readonly Runtime[],
  job: TrainingJob,
): Promise<{ ranking: { runtime: Runtime; timing: DeviceTiming }[]; warnings: Warning[] }> {
  const ranking: { runtime: Runtime; timing: DeviceTiming }[] = [];
  const warnings: Warning[] = [];
  let yardstick: number | undefined;
  for (const runtime of runtimes) {
    const best = Math.max(0, ...ranking.map(({ timing }) => timing.rowsPerSecond));
    try {
      const { rowsPerSecond, firstLoss } = await time(
        runtime,
        job,
        timedMilliseconds / runtimes.length,
        best,
      );
      yardstick ??= firstLoss;
      const apart = Math.abs(firstLoss - yardstick);
      if (Number.isFinite(yardstick) && !(apart <= largestDisagreement * Math.max(1, Math.abs(yardstick)))) {
        warnings.push(skipped(runtime, `its first loss is ${firstLoss}, not ${yardstick} as on others.`));
        continue;
      }
      const timing = { device: runtime.device(), runtime: libraryOf(runtime), rowsPerSecond };
      ranking.push({ runtime, timing });
    } catch (error) {
      warnings.push(skipped(runtime, normalizeError(error).message));
    }
  }
  ranking.sort((a, b) => b.timing.rowsPerSecond - a.timing.rowsPerSecond);
  return { ranking, warnings };
}

/** Lets a session tell how it was chosen. */
function withChoice(
  session: TrainingSession,
  deviceTimings: readonly DeviceTiming[],
  warnings: readonly Warning[],
): TrainingSession {
  return {
    runtime: session.runtime,
    deviceTimings,
    warnings,
    epoch: (order, pause) => session.epoch(order, pause),
    outputs: (features, pause) => session.outputs(features, pause),
    weights: () => session.weights(),
    close: (weights) => session.close(weights),
  };
}

/**
 * A runtime that starts on the fastest of several, found by timing each on a few steps of the job itself. The first
 * is taken without timing when it is the only one, or when the training is tiny.
 * @param findOthers asked only when there is something to choose, for looking for devices takes its time.
 * @param fallback what is tried when none of them can run the network.
 */
export function fastestOf(
  first: Runtime,
  findOthers: () => Promise<readonly Runtime[]>,
  fallback: readonly Runtime[],
): Runtime {
  return {
    ...first,
    async start(job) {
      const others = isTiny(job) ? [] : await findOthers();
      if (others.length === 0) return firstThatFits(first, ...fallback).start(job);
      const { ranking, warnings } = await timeAll([first, ...others], job);
      // When none works, the first is asked again for its error.
      const working = ranking.map(({ runtime }) => runtime);
      const session = await firstThatFits(...working, ...fallback, first).start(job);
      return withChoice(
        session,
        ranking.map(({ timing }) => timing),
        warnings,
      );
    },
  };
}
