import { SvelteMap } from 'svelte/reactivity';
import {
  normalizeError,
  type Cell,
  type DatasetId,
  type ErrorPayload,
  type RowOrder,
} from '../../src-main/contract';
import type { Client } from '../api';

/** Cells that one page holds, about: wide tables get short pages. */
const cellsPerPage = 20_000;
const pagesKept = 60;
const requestsAtOnce = 2;

/** Rows of a data set, fetched a page at a time as they come into view; those far away are let go. */
export class RowPages {
  readonly pageRows: number;
  error = $state.raw<ErrorPayload | null>(null);
  private readonly pages = new SvelteMap<number, Cell[][]>();
  private underWay: number[] = [];
  private wanted: number[] = [];

  constructor(
    private readonly client: Client,
    private readonly dataset: DatasetId,
    columns: number,
    private readonly order: RowOrder | null,
  ) {
    this.pageRows = Math.min(200, Math.max(10, Math.floor(cellsPerPage / Math.max(1, columns))));
  }

  /** The cells of a row, or null while they are on their way. */
  row(index: number): Cell[] | null {
    return this.pages.get(Math.floor(index / this.pageRows))?.[index % this.pageRows] ?? null;
  }

  /** Sees to it that the rows from start up to end are there, those in view first. */
  want(start: number, end: number): void {
    const first = Math.floor(start / this.pageRows);
    const last = Math.floor(Math.max(start, end - 1) / this.pageRows);
    this.wanted = [];
    for (let page = first; page <= last; page += 1) {
      if (!this.pages.has(page) && !this.underWay.includes(page)) this.wanted.push(page);
    }
    this.fetchNext();
  }

  private fetchNext(): void {
    while (this.underWay.length < requestsAtOnce) {
      const page = this.wanted.shift();
      if (page === undefined) return;
      void this.fetch(page);
    }
  }

  private async fetch(page: number): Promise<void> {
    this.underWay.push(page);
    try {
      const { rows } = await this.client.call('datasets.rows', {
        dataset: this.dataset,
        offset: page * this.pageRows,
        limit: this.pageRows,
        ...(this.order === null ? {} : { order: this.order }),
      });
      this.error = null;
      this.pages.set(page, rows);
      for (const oldest of this.pages.keys()) {
        if (this.pages.size <= pagesKept) break;
        this.pages.delete(oldest);
      }
    } catch (thrown) {
      this.error = normalizeError(thrown).toPayload();
    } finally {
      this.underWay = this.underWay.filter((other) => other !== page);
      this.fetchNext();
    }
  }
}
