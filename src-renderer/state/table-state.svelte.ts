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
import { TableFind } from './table-find.svelte';

/** Changes that follow one another within this time are kept as one. */
const keepMilliseconds = 500;

export const isPlain = ({ sort, conditions }: TableQuery): boolean =>
  sort.length === 0 && conditions.length === 0;

/** How one table is looked at: order, filter, widths, frozen columns. It is kept with the project. */
export class TableState {
  look = $state.raw<TableLook>(plainLook);
  /** The rows of the look's query; null while it is made, and for the plain table. */
  view = $state.raw<TableView | null>(null);
  job = $state.raw<Job | null>(null);
  error = $state.raw<ErrorPayload | null>(null);
  filterOpen = $state(false);
  readonly find: TableFind;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private number = 0;

  constructor(
    private readonly client: Client,
    private readonly jobs: Jobs,
    private readonly dataset: DatasetId,
    private readonly columns: ReadonlySet<string>,
  ) {
    this.find = new TableFind(client, jobs, dataset);
    void this.load();
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
      const has = (name: string): boolean => this.columns.has(name);
      this.look = {
        ...kept,
        sort: kept.sort.filter(({ column }) => has(column)),
        conditions: kept.conditions.filter(({ column }) => has(column)),
        frozen: kept.frozen.filter(has),
      };
      await this.prepare(plainLook);
    } catch {
      // The table is shown plainly; nothing depends on how it was looked at.
    }
  }

  private change(look: TableLook): void {
    this.look = look;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.client
        .call('datasets.keepLook', { dataset: this.dataset, look: this.look })
        .catch(() => undefined);
    }, keepMilliseconds);
  }

  private async ask(look: TableLook): Promise<void> {
    const before = this.look;
    this.change(look);
    await this.prepare(before);
  }

  /** Has the rows put in order. When it fails or is cancelled, the table is as it was before. */
  private async prepare(before: TableLook): Promise<void> {
    this.number += 1;
    const number = this.number;
    this.job?.cancel();
    this.job = null;
    this.view = null;
    this.error = null;
    const query = this.query;
    if (isPlain(query)) return;
    try {
      const view = await this.jobs.run('Sort and filter', (job) => {
        this.job = job;
        return this.client.call('datasets.view', { job: job.id, dataset: this.dataset, query });
      });
      if (number === this.number) this.view = view;
    } catch (thrown) {
      if (number !== this.number) return;
      const error = normalizeError(thrown).toPayload();
      if (error.code !== 'CANCELLED') this.error = error;
      const { sort, match, conditions } = before === this.look ? plainLook : before;
      this.change({ ...this.look, sort, match, conditions });
      if (!isPlain(this.query)) await this.prepare(plainLook);
    } finally {
      if (number === this.number) this.job = null;
    }
  }
}
