import { SvelteMap } from 'svelte/reactivity';
import type { LayerHistory, Run, RunId, RunSummary } from '../../src-main/contract';
import type { Client } from '../api';
import { FilePrediction } from './file-prediction.svelte';
import { ExportWizard } from './export-wizard.svelte';
import type { Jobs } from './jobs.svelte';

/** Finished runs and what was made from them in this window: exports and predictions. */
export class Results {
  private readonly runs = new SvelteMap<RunId, Run>();
  /** Not reactive: each is made once, and tells of its own changes. */
  private readonly wizards: Partial<Record<RunId, ExportWizard>> = {};
  private readonly layers: Partial<Record<RunId, Promise<LayerHistory | null>>> = {};
  private readonly predictions: Partial<Record<RunId, FilePrediction>> = {};

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

  /** How the layers of a run did while it was trained; null where nobody looked. */
  layersOf(id: RunId): Promise<LayerHistory | null> {
    return (this.layers[id] ??= this.client.call('runs.layers', { run: id }));
  }

  /** The export of a run as far as a person has come with it in this window. */
  wizardOf(run: Pick<RunSummary, 'id' | 'name'>): ExportWizard {
    return (this.wizards[run.id] ??= new ExportWizard(this.client, this.jobs, run));
  }

  /** The file that a run predicts, as far as it has come in this window. */
  predictionOf(id: RunId): FilePrediction {
    return (this.predictions[id] ??= new FilePrediction(this.client, this.jobs, id));
  }

  /** Forgets what was kept of a run, after it was renamed or removed. */
  forget(id: RunId): void {
    this.runs.delete(id);
  }
}
