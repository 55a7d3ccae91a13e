import { SvelteSet } from 'svelte/reactivity';
import {
  normalizeError,
  type Cleaned,
  type CleaningPreview,
  type CleaningStep,
  type Dataset,
  type ErrorPayload,
} from '../../src-main/contract';
import type { Client } from '../api';
import type { Job, Jobs } from './jobs.svelte';
import { TableState } from './table-state.svelte';

/** Milliseconds after which making the table is shown in the status bar. */
const shownAfter = 300;
/** Rows that are shown until the table is there. */
const firstRows = 100;

/** What is to be shown: a data set after some steps, all of them or up to one. */
export interface WholeTableWish {
  dataset: Dataset;
  steps: readonly CleaningStep[];
  /** After this step, which cells are compared with the table before; null for the table after all steps. */
  through: string | null;
  seed: number;
}

/** A table after cleaning as it is shown, whole: the first rows at once, all of them when they are written. */
export class WholeTable {
  /** The table with the columns and rows that it has; null until it is there. */
  shown = $state.raw<{ dataset: Dataset; cleaned: Cleaned; through: string | null } | null>(null);
  table = $state.raw<TableState | null>(null);
  /** The first rows, until the table is there. */
  preview = $state.raw<CleaningPreview | null>(null);
  job = $state.raw<Job | null>(null);
  error = $state.raw<ErrorPayload | null>(null);
  cancelled = $state(false);
  private key = '';
  private number = 0;

  constructor(
    private readonly client: Client,
    private readonly jobs: Jobs,
  ) {}

  /** Shows a table; what was asked for before is given up. Does nothing when it is the one that is shown. */
  async ask(wish: WholeTableWish): Promise<void> {
    const { dataset, steps, through, seed } = wish;
    const key = JSON.stringify([dataset.id, steps, through, seed]);
    if (key === this.key) return;
    this.key = key;
    this.number += 1;
    const number = this.number;
    this.job?.cancel();
    this.job = null;
    this.error = null;
    this.cancelled = false;
    this.preview = null;
    if (this.shown?.dataset.id !== dataset.id) {
      this.shown = null;
      this.table = new TableState(this.client, this.jobs, dataset.id, new SvelteSet(), false);
    }
    const isWanted = (): boolean => number === this.number;
    void this.loadFirst(wish, isWanted);
    try {
      const cleaned = await this.jobs.run(
        'Cleaning all rows',
        (job) => {
          this.job = job;
          return this.client.call('cleaning.table', {
            job: job.id,
            steps: [...steps],
            ...(through === null ? {} : { through, compare: true }),
          });
        },
        shownAfter,
      );
      if (!isWanted()) return;
      const { table, before, profile } = cleaned;
      this.table?.show(
        {
          ...(table === null ? {} : { cleaned: table }),
          ...(before === null ? {} : { before: before.table }),
        },
        new SvelteSet(profile.columns.map(({ name }) => name)),
      );
      this.shown = {
        dataset: { ...dataset, rows: profile.rows, columns: profile.columns },
        cleaned,
        through,
      };
    } catch (thrown) {
      if (!isWanted()) return;
      const error = normalizeError(thrown).toPayload();
      if (error.code === 'CANCELLED') this.cancelled = true;
      else this.error = error;
      this.shown = null;
    } finally {
      if (isWanted()) this.job = null;
    }
  }

  /** Asks again for what was cancelled, failed, or was cleared away since. */
  again(wish: WholeTableWish): Promise<void> {
    this.key = '';
    return this.ask(wish);
  }

  private async loadFirst({ steps, through }: WholeTableWish, isWanted: () => boolean): Promise<void> {
    try {
      const preview = await this.client.call('cleaning.preview', {
        step: through,
        steps: [...steps],
        limit: firstRows,
      });
      if (isWanted()) this.preview = preview;
    } catch {
      // The whole table tells why it cannot be made.
    }
  }
}
