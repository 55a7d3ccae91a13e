import { SvelteMap } from 'svelte/reactivity';
import type { DecisionSettings, LayerHistory, Run, RunId, RunSummary } from '../../src-main/contract';
import type { Client } from '../api';
import { FilePrediction } from './file-prediction.svelte';
import { ExportWizard } from './export-wizard.svelte';
import type { Jobs } from './jobs.svelte';
import { make, type Making } from './making';

/** A change of the recipe that came with a change of a run: each before and after. */
export interface DecidedWith {
  run: Pick<Run, 'id' | 'name'>;
  runs: readonly [DecisionSettings, DecisionSettings];
  recipes: readonly [DecisionSettings, DecisionSettings];
}

const isSame = (one: DecisionSettings, other: DecisionSettings): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/** Finished runs and what was made from them in this window: exports and predictions. */
export class Results {
  private readonly runs = new SvelteMap<RunId, Run>();
  /** Not reactive: each is made once, and tells of its own changes. */
  private readonly wizards: Partial<Record<RunId, ExportWizard | undefined>> = {};
  private readonly layers: Partial<Record<RunId, Promise<LayerHistory | null>>> = {};
  private decided: DecidedWith | null = null;
  private deciding = false;
  private readonly predictions: Partial<Record<RunId, FilePrediction | undefined>> = {};

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

  /** Learns calibration and threshold of a run anew; what was exported or predicted of it before is not it any more. */
  decide(
    { id, name }: Pick<Run, 'id' | 'name'>,
    settings: DecisionSettings,
    tell: (making: Making<Run>) => void,
  ): Promise<void> {
    return make(
      this.jobs,
      `Decide anew: ${name}`,
      async (job) => {
        const run = await this.client.call('runs.decide', { job: job.id, run: id, ...settings });
        this.wizards[id] = undefined;
        this.predictions[id] = undefined;
        this.runs.set(id, run);
        return run;
      },
      tell,
    );
  }

  /** Remembers that a change of the recipe decided a run anew, so that undo and redo of the one are those of the other. */
  decidedWith(change: DecidedWith): void {
    this.decided = change;
  }

  /** Decides the run anew where undo or redo brought the recipe's other settings back. */
  follow(recipe: DecisionSettings): void {
    const { decided } = this;
    const run = decided === null ? null : this.run(decided.run.id);
    if (decided === null || run === null) return;
    const now = run.decision?.settings ?? run.recipe.decision;
    const place = isSame(recipe, decided.recipes[0]) ? 0 : isSame(recipe, decided.recipes[1]) ? 1 : null;
    if (place === null || isSame(now, decided.runs[place]) || this.deciding) return;
    this.deciding = true;
    void this.decide(run, decided.runs[place], () => undefined).finally(() => (this.deciding = false));
  }

  /** Forgets what was kept of a run, after it was renamed or removed. */
  forget(id: RunId): void {
    this.runs.delete(id);
  }
}
