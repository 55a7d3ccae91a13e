import { normalizeError } from '../../contract/errors';
import type { Warning } from '../../contract/schemas/common';
import type { DeviceTiming } from '../../contract/schemas/runs';
import { firstThatFits } from './first-that-fits';
import { libraryOf } from './runtime';
import type { Runtime, TrainingJob, TrainingSession } from './runtime';
import { timeDevice, workOfRow } from './time-device';

/** For the timed steps of all devices together, of the two seconds that compiling and a first step take their part of. */
const timedMilliseconds = 600;
/** A training of fewer multiplications takes a processor a few seconds: no more than timing the devices would. */
const tinyWork = 50e9;
/** How far the first loss of two devices may be apart, as a share of it. Rounding makes a millionth. */
const largestDisagreement = 0.01;

/** Whether a training is over before a choice of its device would have paid off. */
export function isTiny(job: TrainingJob): boolean {
  return workOfRow(job) * job.target.length * (job.epochs ?? 1) < tinyWork;
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
      const milliseconds = timedMilliseconds / runtimes.length;
      const { rowsPerSecond, firstLoss } = await timeDevice(runtime, job, milliseconds, best);
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
    epoch: (order, rateOf, pause, watch) => session.epoch(order, rateOf, pause, watch),
    outputs: (features, pause) => session.outputs(features, pause),
    weights: () => session.weights(),
    snapshot: () => session.snapshot(),
    close: (weights) => session.close(weights),
  };
}

/**
 * A runtime that starts on the fastest of several, found by timing each on a few steps of the job itself. The first
 * is taken without timing when it is the only one, or when the training is tiny; one that is resumed goes on where it
 * was begun.
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
      const isKnown = job.begunOn === first.name || isTiny(job);
      const others = isKnown ? [] : await findOthers();
      const begun = others.find(({ name }) => name === job.begunOn);
      if (begun !== undefined) return begun.start(job);
      if (others.length === 0 || job.begunOn !== undefined)
        return firstThatFits(first, ...fallback).start(job);
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
