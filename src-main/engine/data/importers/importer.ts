import type { Warning } from '../../../contract/schemas/common';
import type { ColumnType, Inspection, Reading, RejectedRow } from '../../../contract/schemas/data';
import type { UnreadableCell } from '../../../contract/schemas/decisions';
import type { Format } from '../../../contract/schemas/formats';
import type { Access, Database } from '../database';
import type { PhysicalColumn } from '../statistics';
import type { FileContract } from './contract';
import type { Reader } from './load';
import type { SourceFile } from './source';

/** What every importer is given. */
export interface SourceRequest {
  /** The table itself: no longer packed. */
  source: SourceFile;
  given: Partial<Reading>;
  /** Folder for what is only needed on the way; the caller removes it. */
  scratch: string;
  signal?: AbortSignal;
  /** Opens a database that the caller closes. */
  open(access: Pick<Access, 'files' | 'width'>): Promise<Database>;
}

export interface ReadRequest extends SourceRequest {
  /** What a person or a model asks for; other types are found. */
  types: ReadonlyMap<string, ColumnType>;
  contract?: FileContract;
  /** The Parquet file to write. */
  parquet: string;
  /** Where to keep the text of every cell as it is in the file, for formats whose cells are text. */
  text?: string;
  /** From 0 to 1 of the reading, for what the database does not tell by itself. */
  progress(fraction: number): void;
  /** Only for tests: use this reader of delimited text and no other. */
  reader?: Reader;
}

/** A table that was read: `ReadRequest.parquet` holds its rows. */
export interface ReadTable {
  database: Database;
  columns: PhysicalColumn[];
  reading: Reading;
  rejected: RejectedRow[];
  rejectedRows: number;
  /** Values that could not be read, the first of each column. */
  unreadable?: UnreadableCell[];
  /** Whether `ReadRequest.text` was written. */
  hasText?: boolean;
  warnings: Warning[];
  /** SHA-256 of the source, where every byte was seen anyway. */
  fingerprint?: string;
  reader?: Reader;
}

export type SourceInspection = Omit<Inspection, 'name' | 'bytes'>;

/** One format of files. Registered in index.ts. */
export interface Importer {
  format: Format;
  /** As in "an Excel workbook". */
  title: string;
  /** Endings of names, in small letters, with the dot. */
  extensions: readonly string[];
  /** Whether the content is of this format, whatever the name says. */
  recognises(source: SourceFile): boolean | Promise<boolean>;
  /** The first look: what the import would decide. */
  inspect(request: SourceRequest): Promise<SourceInspection>;
  read(request: ReadRequest): Promise<ReadTable>;
}
