import { SvelteSet } from 'svelte/reactivity';
import {
  normalizeError,
  plainLook,
  type Condition,
  type DatasetId,
  type ErrorPayload,
  type RowOrder,
  type TableLook,
  type TableQuery,
  type TableView,
} from '../../src-main/contract';
import type { Client } from '../api';
import type { Job, Jobs } from './jobs.svelte';
import type { RowSource } from './row-pages.svelte';
import { TableFind } from './table-find.svelte';

/** Changes that follow one another within this time are kept as one. */
const keepMilliseconds = 500;

export const isPlain = ({ sort, conditions }: TableQuery): boolean =>
  sort.length === 0 && conditions.length === 0;

/** Which table of a data set is shown: itself, or one that cleaning made of it, compared with the one before. */
export interface TableSource {
  cleaned?: string;
  before?: string | null;
}

/** How one table is looked at: order, filter, widths, frozen columns. Of a data set it is kept with the project. */
export class TableState {
  source = $state.raw<TableSource>({});
  /** Shows only rows with a cell that differs from the table before. */
  changedOnly = $state(false);
  look = $state.raw<TableLook>(plainLook);
  /** The rows of the look's query; null while it is made, and for the plain table. */
  view = $state.raw<TableView | null>(null);
  job = $state.raw<Job | null>(null);
  error = $state.raw<ErrorPayload | null>(null);
  filterOpen = $state(false);
  /** Columns that are chosen together. */
  picked = $state.raw<ReadonlySet<string>>(new SvelteSet());
  readonly find: TableFind;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private number = 0;
  /** What was shown last in full, to go back to. */
  private last: { query: TableQuery; view: TableView | null };

  constructor(
    private readonly client: Client,
    private readonly jobs: Jobs,
    private readonly dataset: DatasetId,
    private columns: ReadonlySet<string>,
    /** Whether how it is looked at is kept with the project. */
    private readonly isKept = true,
  ) {
    this.last = { query: this.query, view: null };
    this.find = new TableFind(client, jobs, dataset, () => this.source.cleaned);
    if (isKept) void this.load();
  }

  /** Whether rows are put in order or left out. */
  get isQueried(): boolean {
    return this.isChangedOnly || !isPlain(this.look);
  }

  private get isChangedOnly(): boolean {
    return this.changedOnly && this.source.before !== undefined;
  }

  /** What datasets.rows has to be asked for beside a page: until the view is there, its query. */
  get rowSource(): RowSource | null {
    const { view, source, query, isQueried, isChangedOnly } = this;
    if (view !== null) return { ...source, view: view.view };
    if (isQueried) return { ...source, query, ...(isChangedOnly ? { changedOnly: true } : {}) };
    return source.cleaned === undefined ? null : source;
  }

  /** Shows another table of the data set; what is asked of columns that it lacks is dropped. */
  show(source: TableSource, columns: ReadonlySet<string>): void {
    if (JSON.stringify(source) === JSON.stringify(this.source)) return;
    this.columns = columns;
    this.source = source;
    this.look = this.ofPresent(this.look);
    void this.prepare();
  }

  pick(names: readonly string[]): void {
    this.picked = new SvelteSet(names);
  }

  showChangedOnly(changedOnly: boolean): void {
    this.changedOnly = changedOnly;
    void this.prepare();
  }

  get query(): TableQuery {
    const { sort, match, conditions } = this.look;
    return { sort, match, conditions };
  }

  /** By a column alone: ascending, then descending, then not. With others: the same for its own place among them. */
  sortBy(column: string, add: boolean): void {
    const { sort } = this.look;
    const present = sort.find((order) => order.column === column);
    const next: RowOrder | null =
      present === undefined
        ? { column, descending: false }
        : present.descending
          ? null
          : { column, descending: true };
    const replaced = sort.flatMap((order) => (order === present ? (next ?? []) : order));
    const added = present === undefined && next !== null ? [...sort, next].slice(-8) : replaced;
    void this.ask({ ...this.look, sort: add ? added : next === null ? [] : [next] });
  }

  sortTo(sort: RowOrder[]): void {
    void this.ask({ ...this.look, sort });
  }

  filter(conditions: Condition[], match: TableLook['match'] = this.look.match): void {
    void this.ask({ ...this.look, match, conditions });
  }

  /** Shows only rows that hold a further condition. */
  narrow(condition: Condition): void {
    const others = this.look.conditions.filter((each) => JSON.stringify(each) !== JSON.stringify(condition));
    this.filter([...others, condition], 'all');
  }

  resize(column: string, width: number | null): void {
    const others = Object.entries(this.look.widths).filter(([name]) => name !== column);
    const bounded =
      width === null ? [] : [[column, Math.round(Math.min(1200, Math.max(48, width)))] as const];
    this.change({ ...this.look, widths: Object.fromEntries([...others, ...bounded]) });
  }

  freeze(column: string, isFrozen: boolean): void {
    const others = this.look.frozen.filter((name) => name !== column);
    this.change({ ...this.look, frozen: isFrozen ? [...others, column] : others });
  }

  private async load(): Promise<void> {
    try {
      const kept = await this.client.call('datasets.look', { dataset: this.dataset });
      this.look = this.ofPresent(kept);
      await this.prepare();
    } catch {
      // The table is shown plainly; nothing depends on how it was looked at.
    }
  }

  private ofPresent(look: TableLook): TableLook {
    const has = (name: string): boolean => this.columns.has(name);
    return {
      ...look,
      sort: look.sort.filter(({ column }) => has(column)),
      conditions: look.conditions.filter(({ column }) => has(column)),
      frozen: look.frozen.filter(has),
    };
  }

  private change(look: TableLook): void {
    this.look = look;
    if (!this.isKept) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.client
        .call('datasets.keepLook', { dataset: this.dataset, look: this.look })
        .catch(() => undefined);
    }, keepMilliseconds);
  }

  private async ask(look: TableLook): Promise<void> {
    this.change(look);
    await this.prepare();
  }

  /** Has the rows put in order. When it fails or is cancelled, the table is as it was before. */
  private async prepare(): Promise<void> {
    this.number += 1;
    const number = this.number;
    this.job?.cancel();
    this.job = null;
    this.view = null;
    this.error = null;
    const query = this.query;
    if (!this.isQueried) {
      this.last = { query, view: null };
      return;
    }
    try {
      const view = await this.jobs.run('Sort and filter', (job) => {
        this.job = job;
        const { cleaned, before } = this.source;
        return this.client.call('datasets.view', {
          job: job.id,
          dataset: this.dataset,
          query,
          ...(cleaned === undefined ? {} : { cleaned }),
          ...(this.isChangedOnly ? { changedFrom: before } : {}),
        });
      });
      if (number !== this.number) return;
      this.view = view;
      this.last = { query, view };
    } catch (thrown) {
      if (number !== this.number) return;
      const error = normalizeError(thrown).toPayload();
      if (error.code !== 'CANCELLED') this.error = error;
      this.changedOnly = false;
      this.change({ ...this.look, ...this.last.query });
      this.view = this.last.view;
    } finally {
      if (number === this.number) this.job = null;
    }
  }
}
