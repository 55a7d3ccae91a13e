import type { Dataset, DatasetId } from '../../src-main/contract';
import type { Client } from '../api';
import type { Jobs } from './jobs.svelte';
import { TableState } from './table-state.svelte';

/** How each data set is looked at, kept while the window is open and with the project. */
export class Tables {
  private readonly known = new Map<DatasetId, TableState>();

  constructor(
    private readonly client: Client,
    private readonly jobs: Jobs,
  ) {}

  of({ id, columns }: Dataset): TableState {
    const known = this.known.get(id);
    if (known !== undefined) return known;
    const table = new TableState(this.client, this.jobs, id, new Set(columns.map(({ name }) => name)));
    this.known.set(id, table);
    return table;
  }
}
