import { SvelteMap } from 'svelte/reactivity';
import {
  normalizeError,
  type Cell,
  type DatasetId,
  type ErrorPayload,
  type RowOrder,
  type TableQuery,
} from '../../src-main/contract';
import type { Client } from '../api';

/** Cells that one page holds, about: wide tables get short pages. */
const cellsPerPage = 20_000;
const pagesKept = 60;
const requestsAtOnce = 2;
/** Rows of a query that are fetched before its view is there; later ones would take ever longer. */
const rowsOfQuery = 400;

/**
 * Which rows, in what order: those of the file, of one column's order, of a view, or of a query without one yet; of the
 * data set, or of a table that cleaning made of it, with what cells were in the table before.
 */
export interface RowSource {
  order?: RowOrder;
  view?: string;
  query?: TableQuery;
  cleaned?: string;
  before?: string | null;
  changedOnly?: boolean;
}

interface Page {
  rows: Cell[][];
  numbers: number[] | null;
  was: Record<string, Cell>[] | null;
}

/** Rows of a data set, fetched a page at a time as they come into view; those far away are let go. */
export class RowPages {
  readonly pageRows: number;
  error = $state.raw<ErrorPayload | null>(null);
  /** Rows there are, once a page has told. */
  total = $state<number | null>(null);
  private readonly pages = new SvelteMap<number, Page>();
  private underWay: number[] = [];
  private wanted: number[] = [];

  constructor(
    private readonly client: Client,
    private readonly dataset: DatasetId,
    columns: number,
    private readonly source: RowSource | null,
  ) {
    this.pageRows = Math.min(200, Math.max(10, Math.floor(cellsPerPage / Math.max(1, columns))));
  }

  /** The cells of a row, or null while they are on their way. */
  row(index: number): Cell[] | null {
    return this.page(index)?.rows[index % this.pageRows] ?? null;
  }

  /** The number of a row (from 0) in the data set; null while it is on its way. */
  number(index: number): number | null {
    const page = this.page(index);
    if (page === undefined) return this.source === null ? index : null;
    return page.numbers === null ? index : (page.numbers[index % this.pageRows] ?? null);
  }

  /** What cells of a row were in the table before, by index of the column. */
  was(index: number): Readonly<Record<string, Cell>> | null {
    return this.page(index)?.was?.[index % this.pageRows] ?? null;
  }

  /** Takes over the pages of the same rows, so that none is blank while it is fetched again. */
  adopt(other: RowPages): void {
    for (const [index, page] of other.pages) this.pages.set(index, page);
    this.total = other.total;
  }

  /** Sees to it that the rows from start up to end are there, those in view first. */
  want(start: number, end: number): void {
    const first = Math.floor(start / this.pageRows);
    const last = Math.floor(Math.max(start, end - 1) / this.pageRows);
    this.wanted = [];
    for (let page = first; page <= last; page += 1) {
      if (this.source?.query !== undefined && page * this.pageRows >= rowsOfQuery) break;
      if (!this.pages.has(page) && !this.underWay.includes(page)) this.wanted.push(page);
    }
    this.fetchNext();
  }

  private page(index: number): Page | undefined {
    return this.pages.get(Math.floor(index / this.pageRows));
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
      const { rows, numbers, total, was } = await this.client.call('datasets.rows', {
        dataset: this.dataset,
        offset: page * this.pageRows,
        limit: this.pageRows,
        ...this.source,
      });
      this.error = null;
      this.total = total;
      this.pages.set(page, { rows, numbers: numbers ?? null, was: was ?? null });
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
