import type { RowOrder, RowPage } from '../contract/schemas/data';
import type { Found, TableQuery } from '../contract/schemas/table';

/** Tasks that show a table; role data. */
export interface TableTasks {
  /** A page of rows. */
  rows: {
    params: {
      parquet: string;
      offset: number;
      limit: number;
      order?: RowOrder;
      query?: TableQuery;
      /** Whether the first column holds the numbers of the rows, as in a view. */
      numbered?: boolean;
      /** A table with the same rows at the same places as that of the numbers: cells that differ are told. */
      before?: string;
      /** Whether a query leaves out rows without a cell that differs from `before`. */
      changedOnly?: boolean;
      /** Numbers of the rows in the data set, where they are not their places: a file that `clean` wrote. */
      numbers?: string;
    };
    result: RowPage;
  };
  /** Writes the rows that a query shows, in its order, to `path`; its folder takes what does not fit into memory. */
  'table-view': {
    params: {
      parquet: string;
      query: TableQuery;
      path: string;
      /** Only rows with a cell that differs from the row at the same place in this table. */
      changedFrom?: string;
    };
    result: { rows: number };
  };
  /** Cells that hold a text. */
  find: { params: { parquet: string; text: string; numbered: boolean }; result: Found };
}
