import { SvelteMap } from 'svelte/reactivity';
import {
  normalizeError,
  type ErrorPayload,
  type ExportResult,
  type PredictionResult,
  type Run,
  type RunId,
} from '../../src-main/contract';
import { uploadFile, type Client } from '../api';
import type { Job, Jobs } from './jobs.svelte';

/** A thing that is made for a run on request: under way, failed or there. */
export interface Making<T> {
  job: Job | null;
  error: ErrorPayload | null;
  result: T | null;
}

const nothing = { job: null, error: null, result: null };
const uploadShare = 0.2;

/** Finished runs and what was made from them in this window: exports and predictions. */
export class Results {
  private readonly runs = new SvelteMap<RunId, Run>();
  private readonly exports = new SvelteMap<RunId, Making<ExportResult>>();
  private readonly predictions = new SvelteMap<RunId, Making<PredictionResult>>();

  constructor(
    private readonly client: Client,
    private readonly jobs: Jobs,
  ) {}

  /** A run that was loaded before, or null. */
  run(id: RunId): Run | null {
    return this.runs.get(id) ?? null;
  }

  async load(id: RunId): Promise<Run> {
    const known = this.runs.get(id);
    if (known !== undefined) return known;
    const run = await this.client.call('runs.get', { run: id });
    this.runs.set(id, run);
    return run;
  }

  exportOf(id: RunId): Making<ExportResult> {
    return this.exports.get(id) ?? nothing;
  }

  predictionOf(id: RunId): Making<PredictionResult> {
    return this.predictions.get(id) ?? nothing;
  }

  /** Forgets what was kept of a run, after it was renamed or removed. */
  forget(id: RunId): void {
    this.runs.delete(id);
  }

  export(id: RunId, name: string): Promise<void> {
    return this.make(
      `Export ${name}`,
      (job) => this.client.call('runs.export', { job: job.id, run: id, format: 'onnx' }),
      (making) => this.exports.set(id, making),
    );
  }

  predict(id: RunId, file: File): Promise<void> {
    return this.make(
      `Predict ${file.name}`,
      async (job) => {
        const upload = await uploadFile(this.client, file, {
          signal: job.signal,
          onProgress: (fraction) => job.reportBefore(uploadShare, fraction, `Opening ${file.name}`),
        });
        return this.client.call('runs.predict', { job: job.id, run: id, source: { kind: 'upload', upload } });
      },
      (making) => this.predictions.set(id, making),
    );
  }

  private async make<T>(
    title: string,
    call: (job: Job) => Promise<T>,
    tell: (making: Making<T>) => unknown,
  ): Promise<void> {
    try {
      const result = await this.jobs.run(title, (job) => {
        tell({ ...nothing, job });
        return call(job);
      });
      tell({ ...nothing, result });
    } catch (thrown) {
      const error = normalizeError(thrown).toPayload();
      tell({ ...nothing, error: error.code === 'CANCELLED' ? null : error });
    }
  }
}
