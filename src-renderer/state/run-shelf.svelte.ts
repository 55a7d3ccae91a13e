import { SvelteSet } from 'svelte/reactivity';
import type { RemovedRun, RunId, RunMarks, RunSummary } from '../../src-main/contract';
import type { Client } from '../api';
import { matching } from '../logic/run-list';
import type { Notices } from './notices.svelte';
import type { ProjectStore } from './project.svelte';
import type { Results } from './results.svelte';

/** As many runs as can be told apart side by side. */
export const mostCompared = 8;

/** The runs of the open project as they are listed: what is typed to find some, and which are chosen to compare. */
export class RunShelf {
  typed = $state('');
  /** Whether Evaluate shows the chosen runs beside each other. */
  comparing = $state(false);
  private readonly marked = new SvelteSet<RunId>();

  constructor(
    private readonly client: Client,
    private readonly project: ProjectStore,
    private readonly results: Results,
    private readonly notices: Notices,
  ) {}

  get runs(): readonly RunSummary[] {
    return this.project.state?.runs ?? [];
  }

  get bin(): readonly RemovedRun[] {
    return this.project.state?.bin ?? [];
  }

  /** Those that match what is typed, newest first. */
  get found(): RunSummary[] {
    return matching(this.runs, this.typed);
  }

  /** The runs that are chosen, newest first. */
  get chosen(): RunSummary[] {
    return this.runs.filter(({ id }) => this.marked.has(id));
  }

  isChosen(run: RunId): boolean {
    return this.marked.has(run);
  }

  choose(run: RunId, chosen: boolean): void {
    if (chosen) this.marked.add(run);
    else this.marked.delete(run);
    if (this.chosen.length < 2) this.comparing = false;
  }

  chooseNone(): void {
    this.marked.clear();
    this.comparing = false;
  }

  async mark(run: RunId, marks: RunMarks): Promise<void> {
    await this.client.call('runs.mark', { run, ...marks });
    this.results.forget(run);
  }

  /** Puts runs into the bin, from which they can be taken back. */
  async remove(run: RunSummary): Promise<void> {
    await this.client.call('runs.remove', { run: run.id });
    this.choose(run.id, false);
    this.results.forget(run.id);
    this.notices.say(`${run.name} is in the bin.`, {
      label: 'Undo',
      run: () => void this.restore(run.id).catch((error: unknown) => this.notices.fail(error)),
    });
  }

  async restore(run: RunId): Promise<void> {
    await this.client.call('runs.restore', { run });
  }

  async erase(run: RunId): Promise<void> {
    await this.client.call('runs.erase', { run });
  }
}
