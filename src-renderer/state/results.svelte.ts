import { SvelteMap } from 'svelte/reactivity';
import type { PredictionResult, Run, RunId, RunSummary } from '../../src-main/contract';
import { uploadFile, type Client } from '../api';
import { ExportWizard } from './export-wizard.svelte';
import type { Jobs } from './jobs.svelte';
import { make, nothing, type Making } from './making';

const uploadShare = 0.2;

/** Finished runs and what was made from them in this window: exports and predictions. */
export class Results {
  private readonly runs = new SvelteMap<RunId, Run>();
  /** Not reactive: each is made once, and tells of its own changes. */
  private readonly wizards: Partial<Record<RunId, ExportWizard>> = {};
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

  /** The export of a run as far as a person has come with it in this window. */
  wizardOf(run: Pick<RunSummary, 'id' | 'name'>): ExportWizard {
    return (this.wizards[run.id] ??= new ExportWizard(this.client, this.jobs, run));
  }

  predictionOf(id: RunId): Making<PredictionResult> {
    return this.predictions.get(id) ?? nothing;
  }

  /** Forgets what was kept of a run, after it was renamed or removed. */
  forget(id: RunId): void {
    this.runs.delete(id);
  }

  predict(id: RunId, file: File): Promise<void> {
    return make(
      this.jobs,
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
}
