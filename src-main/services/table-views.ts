import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../contract/errors';
import type { TableQuery, TableView } from '../contract/schemas/table';
import type { Engine } from '../sessions';
import type { Scratch } from '../workspace';
import { part, type Work } from './work/work';

/** Views are copies of the rows they show: only the last few are kept. */
const kept = 4;

/** Rows of tables as queries show them, kept on disk while the program runs so that any page of them is quick. */
export class TableViews {
  private readonly known = new Map<string, { path: string; rows: number }>();
  private folder: Promise<string> | undefined;
  private made = 0;

  constructor(
    private readonly engine: Engine,
    private readonly scratch: Scratch,
  ) {}

  /** The file of a view. Throws BAD_REQUEST when it was given up. */
  path(view: string): string {
    const found = this.known.get(view);
    if (found !== undefined) return found.path;
    throw new StrongroomError('BAD_REQUEST', 'These sorted or filtered rows are no longer kept.', {
      next: 'Sort or filter the table again.',
    });
  }

  /** Makes the view of a query over a table, unless it is there. @param changedFrom see `table-view`. */
  async prepare(parquet: string, query: TableQuery, work: Work, changedFrom?: string): Promise<TableView> {
    const { sort, match, conditions } = query;
    const view = createHash('sha256')
      .update(JSON.stringify([parquet, sort, match, conditions, changedFrom ?? null]))
      .digest('hex')
      .slice(0, 32);
    const known = this.known.get(view);
    if (known !== undefined) {
      // The last one used is the last one given up.
      this.known.delete(view);
      this.known.set(view, known);
      return { view, rows: known.rows };
    }
    this.folder ??= this.scratch.folder('views');
    this.made += 1;
    const path = join(await this.folder, `${view}-${String(this.made)}.parquet`);
    const { rows } = await this.engine.run(
      'table-view',
      {
        parquet,
        query: { sort, match, conditions },
        path,
        ...(changedFrom === undefined ? {} : { changedFrom }),
      },
      part(work, 0, 1, 'Ordering rows'),
    );
    this.known.set(view, { path, rows });
    for (const [oldest, { path: old }] of this.known) {
      if (this.known.size <= kept) break;
      this.known.delete(oldest);
      await rm(old, { force: true });
    }
    return { view, rows };
  }
}
