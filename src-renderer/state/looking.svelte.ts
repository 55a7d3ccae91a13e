import { SvelteMap } from 'svelte/reactivity';
import {
  normalizeError,
  type Analysis,
  type DatasetId,
  type Drift,
  type ErrorPayload,
  type JobId,
} from '../../src-main/contract';
import type { Client } from '../api';
import type { Job, Jobs } from './jobs.svelte';

/** How many answers are kept, so that going back to one is at once. */
const kept = 6;

/** An answer that takes a while: what it was asked for, how far it is, and what came of it. */
export class Looked<T> {
  value = $state.raw<T | null>(null);
  job = $state.raw<Job | null>(null);
  error = $state.raw<ErrorPayload | null>(null);
  cancelled = $state(false);
  private key = '';
  private readonly known = new SvelteMap<string, T>();

  constructor(
    private readonly jobs: Jobs,
    private readonly title: string,
    /** Milliseconds after which it is shown in the status bar. */
    private readonly shownAfter = 0,
  ) {}

  /** Shows the answer for `key`, asking for it when it is not known; the question before is given up. */
  async ask(key: string, call: (job: JobId) => Promise<T>): Promise<void> {
    if (key === this.key && (this.value !== null || this.job !== null)) return;
    this.job?.cancel();
    this.key = key;
    this.error = null;
    this.cancelled = false;
    this.value = this.known.get(key) ?? null;
    this.job = null;
    if (this.value !== null) return;
    try {
      const value = await this.jobs.run(
        this.title,
        (job) => {
          this.job = job;
          return call(job.id);
        },
        this.shownAfter,
      );
      this.known.set(key, value);
      for (const oldest of this.known.keys()) {
        if (this.known.size <= kept) break;
        this.known.delete(oldest);
      }
      if (this.key === key) this.value = value;
    } catch (thrown) {
      if (this.key !== key) return;
      const error = normalizeError(thrown).toPayload();
      if (error.code === 'CANCELLED') this.cancelled = true;
      else this.error = error;
    } finally {
      if (this.key === key) this.job = null;
    }
  }

  /** Forgets what was asked for last, so that it can be asked again. */
  reset(): void {
    this.key = '';
    this.cancelled = false;
    this.error = null;
  }
}

/** The deeper looks into data sets that the window has taken. */
export class Looking {
  readonly analysis: Looked<Analysis>;
  readonly drift: Looked<Drift>;

  constructor(
    private readonly client: Client,
    jobs: Jobs,
  ) {
    this.analysis = new Looked(jobs, 'Profile');
    this.drift = new Looked(jobs, 'Drift');
  }

  analyse(dataset: DatasetId, target: string | null): Promise<void> {
    return this.analysis.ask(JSON.stringify([dataset, target]), (job) =>
      this.client.call('datasets.analyse', { job, dataset, target }),
    );
  }

  compare(before: DatasetId, after: DatasetId): Promise<void> {
    return this.drift.ask(JSON.stringify([before, after]), (job) =>
      this.client.call('datasets.drift', { job, before, after }),
    );
  }
}
