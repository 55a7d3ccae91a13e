import { SvelteSet } from 'svelte/reactivity';
import type { CleaningStep, ErrorPayload, StepSuggestion, StepSuggestions } from '../../src-main/contract';
import type { Client } from '../api';
import type { Cleaning } from './cleaning.svelte';
import type { Jobs } from './jobs.svelte';
import { Looked } from './looking.svelte';
import type { ProjectStore } from './project.svelte';

/** Milliseconds that changes have to rest before the rows are looked at again. */
const restMilliseconds = 400;
/** Milliseconds after which the look is shown in the status bar. */
const shownAfter = 1500;

/** What a suggestion proposes, whatever its id. */
const proposal = ({ rule, step }: StepSuggestion): string => JSON.stringify([rule, { ...step, id: '' }]);

/** Steps that may help after those that are there. Nothing is applied by itself. */
export class Suggestions {
  private readonly looked: Looked<StepSuggestions>;
  /** Dismissed while the window is open, by data set and proposal. */
  private readonly dismissed = new SvelteSet<string>();
  /** What was found last, shown until the next look is done. */
  private last = $state.raw<{ dataset: string; found: StepSuggestions } | null>(null);
  /** Added since then. */
  private readonly added = new SvelteSet<CleaningStep>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: Client,
    jobs: Jobs,
    private readonly project: ProjectStore,
    private readonly cleaning: Cleaning,
  ) {
    this.looked = new Looked(jobs, 'Looking for what could be cleaned', shownAfter);
  }

  /** What the suggestions depend on; null without data. */
  get key(): string | null {
    const { state, dataset, recipe } = this.project;
    return dataset === null ? null : JSON.stringify([state?.id, dataset.id, recipe?.cleaning, recipe?.seed]);
  }

  get found(): StepSuggestions | null {
    const { last } = this;
    return this.looked.value ?? (last?.dataset === this.project.dataset?.id ? (last?.found ?? null) : null);
  }

  get error(): ErrorPayload | null {
    return this.looked.error;
  }

  get isLooking(): boolean {
    return this.looked.job !== null;
  }

  get cancelled(): boolean {
    return this.looked.cancelled;
  }

  /** Those that are not dismissed. */
  get shown(): readonly StepSuggestion[] {
    return this.offered.filter((suggestion) => !this.dismissed.has(this.mark(suggestion)));
  }

  get dismissedCount(): number {
    return this.offered.length - this.shown.length;
  }

  /** Looks at the rows again when what it depends on has rested. */
  refresh(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), this.found === null ? 0 : restMilliseconds);
  }

  lookAgain(): void {
    this.looked.reset();
    this.refresh();
  }

  /** Adds the step of a suggestion: one change, which can be undone. */
  async add({ step }: StepSuggestion): Promise<void> {
    this.added.add(step);
    await this.cleaning.adopt(step);
  }

  dismiss(suggestion: StepSuggestion): void {
    this.dismissed.add(this.mark(suggestion));
    this.endTrial(suggestion.step);
  }

  showDismissed(): void {
    for (const suggestion of this.found?.suggestions ?? []) this.dismissed.delete(this.mark(suggestion));
  }

  private get offered(): readonly StepSuggestion[] {
    return (this.found?.suggestions ?? []).filter(({ step }) => !this.added.has(step));
  }

  private endTrial(step: CleaningStep): void {
    if (this.cleaning.trial === step) this.cleaning.try(null);
  }

  private mark(suggestion: StepSuggestion): string {
    return `${this.project.dataset?.id ?? ''} ${proposal(suggestion)}`;
  }

  private async look(): Promise<void> {
    // Asked of the recipe as the main side keeps it, so the last change has to be there.
    await this.project.settled;
    const { key } = this;
    if (key === null) return;
    await this.looked.ask(key, (job) => this.client.call('cleaning.suggest', { job }));
    const { value } = this.looked;
    if (value === null || key !== this.key) return;
    this.last = { dataset: this.project.dataset?.id ?? '', found: value };
    this.added.clear();
  }
}
