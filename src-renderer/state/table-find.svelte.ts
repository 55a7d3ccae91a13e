import { normalizeError, type DatasetId, type ErrorPayload, type Found } from '../../src-main/contract';
import type { Client } from '../api';
import type { Job, Jobs } from './jobs.svelte';

/** Searching the cells of a table: what is sought, what was found, and which of it is shown. */
export class TableFind {
  open = $state(false);
  text = $state('');
  found = $state.raw<Found | null>(null);
  /** Which of the cells found is shown. */
  place = $state(0);
  error = $state.raw<ErrorPayload | null>(null);
  private job: Job | null = null;
  private asked = '';

  constructor(
    private readonly client: Client,
    private readonly jobs: Jobs,
    private readonly dataset: DatasetId,
    /** The cleaned table that is shown instead of the data set. */
    private readonly cleaned: () => string | undefined = () => undefined,
  ) {}

  /** [row, column of the data set] of the cell that is shown. */
  get cell(): [number, number] | null {
    return this.open ? (this.found?.cells[this.place] ?? null) : null;
  }

  /** Looks for the text among the rows of a view, or of the whole table; the search before is given up. */
  async search(view: string | null): Promise<void> {
    const cleaned = this.cleaned();
    const asked = JSON.stringify([view, cleaned, this.text]);
    if (asked === this.asked) return;
    this.asked = asked;
    this.job?.cancel();
    this.found = null;
    this.error = null;
    this.place = 0;
    if (this.text === '') return;
    try {
      const found = await this.jobs.run('Find', (job) => {
        this.job = job;
        return this.client.call('datasets.find', {
          job: job.id,
          dataset: this.dataset,
          text: this.text,
          ...(view === null ? {} : { view }),
          ...(cleaned === undefined ? {} : { cleaned }),
        });
      });
      if (asked === this.asked) this.found = found;
    } catch (thrown) {
      const error = normalizeError(thrown).toPayload();
      if (asked === this.asked && error.code !== 'CANCELLED') this.error = error;
    }
  }

  /** Shows the next cell, or the one before; after the last comes the first. */
  step(by: 1 | -1): void {
    const count = this.found?.cells.length ?? 0;
    if (count > 0) this.place = (this.place + by + count) % count;
  }

  close(): void {
    this.open = false;
    this.job?.cancel();
  }
}
