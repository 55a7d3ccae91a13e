import type { Warning } from '../../../contract/schemas/common';
import type { ExportFormat } from '../../../contract/schemas/formats';
import type { Database } from '../database';

export interface ExportRequest {
  database: Database;
  /** The data set; `database` may read it. */
  parquet: string;
  columns: { name: string; sqlType: string }[];
  rows: number;
  /** The file to write. */
  path: string;
  signal: AbortSignal;
  /** From 0 to 1. */
  progress(fraction: number): void;
}

/** One format that data sets are written in. Registered in index.ts. */
export interface Exporter {
  format: ExportFormat;
  /** Writes all rows in their order. @returns what a person should know of the file. */
  write(request: ExportRequest): Promise<Warning[]>;
}
