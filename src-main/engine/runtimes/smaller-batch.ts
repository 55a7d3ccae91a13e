import { StrongroomError } from '../../contract/errors';
import type { Warning } from '../../contract/schemas/common';
import type { DeviceTiming } from '../../contract/schemas/runs';
import type { FeatureMatrix } from '../features/apply/matrix';
import { isOutOfMemory } from './device-errors';
import type {
  Pause,
  RateOfStep,
  Runtime,
  SessionSnapshot,
  TrainingJob,
  TrainingSession,
  WatchedStep,
} from './runtime';

/**
 * A session that goes on once with half the rows a step when its device has too little memory for them. What it has
 * learned until then is kept; the pass over the rows begins again.
 */
class SmallerBatchSession implements TrainingSession {
  private isHalved = false;

  private constructor(
    private inner: TrainingSession | null,
    private readonly chosen: Runtime,
    private readonly job: TrainingJob,
  ) {}

  static async start(runtime: Runtime, job: TrainingJob): Promise<SmallerBatchSession> {
    try {
      return new SmallerBatchSession(await runtime.start(job), runtime, job);
    } catch (error) {
      if (!isOutOfMemory(error) || job.batchSize === 1) throw error;
      const session = new SmallerBatchSession(null, runtime, job);
      await session.halve();
      return session;
    }
  }

  private get session(): TrainingSession {
    if (this.inner === null) throw new StrongroomError('INTERNAL', 'The training session has ended.');
    return this.inner;
  }

  get runtime(): Runtime {
    return this.inner?.runtime ?? this.chosen;
  }

  get deviceTimings(): readonly DeviceTiming[] {
    return this.inner?.deviceTimings ?? [];
  }

  private get half(): number {
    return Math.floor(this.job.batchSize / 2);
  }

  get warnings(): readonly Warning[] {
    const own: Warning = {
      code: 'BATCH_HALVED',
      message: `The device ${this.runtime.device()} has too little memory for ${this.job.batchSize} rows a step; the training went on with ${this.half}.`,
      next: `Set the batch size to ${this.half} rows to start with it.`,
    };
    return [...(this.inner?.warnings ?? []), ...(this.isHalved ? [own] : [])];
  }

  /** Starts again from the weights so far. Throws OUT_OF_MEMORY when half the rows are too many as well. */
  private async halve(): Promise<void> {
    const old = this.inner;
    const runtime = old?.runtime ?? this.chosen;
    this.inner = null;
    this.isHalved = true;
    const job = { ...this.job, batchSize: this.half };
    const resume = await old?.snapshot();
    await old?.close(null);
    this.inner = await this.explaining(runtime.start(resume === undefined ? job : { ...job, resume }));
  }

  private async explaining<T>(work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      if (!this.isHalved || !(error instanceof StrongroomError) || !isOutOfMemory(error)) throw error;
      throw new StrongroomError('OUT_OF_MEMORY', error.message, {
        expected: `memory for ${this.job.batchSize} rows a step, or for ${this.half}`,
        received: error.received ?? error.message,
        ...(error.next === undefined ? {} : { next: error.next }),
        cause: error,
      });
    }
  }

  async epoch(
    order: Int32Array,
    rateOf: RateOfStep,
    pause: Pause,
    watch?: (step: WatchedStep) => void,
  ): Promise<number> {
    // Twice as many steps make an epoch.
    const rateOfHalf: RateOfStep = (step) => rateOf(Math.floor((step * this.half) / this.job.batchSize));
    try {
      const rate = this.isHalved ? rateOfHalf : rateOf;
      return await this.explaining(this.session.epoch(order, rate, pause, watch));
    } catch (error) {
      if (this.isHalved || !isOutOfMemory(error) || this.job.batchSize === 1) throw error;
      await this.halve();
      return this.explaining(this.session.epoch(order, rateOfHalf, pause, watch));
    }
  }

  outputs(features: FeatureMatrix, pause: Pause): Promise<Float32Array> {
    return this.session.outputs(features, pause);
  }

  weights(): Promise<Float32Array[]> {
    return this.session.weights();
  }

  snapshot(): Promise<SessionSnapshot> {
    return this.session.snapshot();
  }

  async close(weights: Float32Array[] | null): Promise<void> {
    await this.inner?.close(weights);
  }
}

/** Starts a job on a runtime; once, half the rows a step are tried when its device has too little memory for all. */
export function startWithinMemory(runtime: Runtime, job: TrainingJob): Promise<TrainingSession> {
  return SmallerBatchSession.start(runtime, job);
}
