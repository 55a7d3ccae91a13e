import { StrongroomError } from '../contract/errors';
import type { JobId } from '../contract/schemas/common';
import { TimeLeft } from '../sessions';
import type { Handlers } from './backend';
import type { EventBus } from './bus';
import type { Work } from './work/work';

/** Progress is told at most this often; the first and the last word always pass. */
const intervalMilliseconds = 100;

/** Long calls under way, by the id that their caller chose: their progress and their cancellation. */
export class Jobs {
  private readonly active = new Map<JobId, { controller: AbortController; ended: Promise<void> }>();

  constructor(private readonly bus: EventBus) {}

  /** Runs the work under an id. Throws BUSY when the id is in use. */
  async run<T>(job: JobId, title: string, work: (work: Work) => Promise<T>): Promise<T> {
    if (this.active.has(job)) {
      throw new StrongroomError('BUSY', `A job named ${job} is under way.`, {
        next: 'Wait until it ends, or cancel it.',
      });
    }
    const controller = new AbortController();
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    this.active.set(job, { controller, ended });
    const timeLeft = new TimeLeft();
    let toldAt = -Infinity;
    const report = (fraction: number | null, detail: string): void => {
      const secondsLeft = timeLeft.update(fraction);
      const now = performance.now();
      if (now - toldAt < intervalMilliseconds && fraction !== 1) return;
      toldAt = now;
      this.bus.emit('job.progress', { job, title, fraction, detail, secondsLeft });
    };
    try {
      report(0, '');
      return await work({ signal: controller.signal, report });
    } finally {
      this.active.delete(job);
      end();
    }
  }

  /** Cancels a job; one that has ended, or never was, needs no cancelling. */
  cancel(job: JobId): void {
    this.active.get(job)?.controller.abort();
  }

  /** Cancels what is under way and waits until it has cleared away after itself. */
  async close(): Promise<void> {
    const jobs = [...this.active.values()];
    for (const { controller } of jobs) controller.abort();
    await Promise.all(jobs.map(({ ended }) => ended));
  }
}

export function jobHandlers(jobs: Jobs): Pick<Handlers, 'jobs.cancel'> {
  return {
    'jobs.cancel': async ({ job }) => {
      jobs.cancel(job);
      return { done: true };
    },
  };
}
