import { z } from 'zod';

/** Ids name folders on disk, so they hold nothing that a path could be made of. */
const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

export const projectIdSchema = id.brand('ProjectId');
export type ProjectId = z.infer<typeof projectIdSchema>;
export const datasetIdSchema = id.brand('DatasetId');
export type DatasetId = z.infer<typeof datasetIdSchema>;
export const runIdSchema = id.brand('RunId');
export type RunId = z.infer<typeof runIdSchema>;
export const uploadIdSchema = id.brand('UploadId');
export type UploadId = z.infer<typeof uploadIdSchema>;
export const downloadIdSchema = id.brand('DownloadId');
export type DownloadId = z.infer<typeof downloadIdSchema>;
/** Chosen by the caller of a long call, so that it can follow and cancel it at once. */
export const jobIdSchema = id.brand('JobId');
export type JobId = z.infer<typeof jobIdSchema>;

/** A cell as it is shown: dates as ISO text, missing as null. */
export const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type Cell = z.infer<typeof cellSchema>;

/** Something a person should know that did not stop the work. */
export const warningSchema = z.object({
  code: z.string(),
  message: z.string(),
  column: z.string().optional(),
  /** How many rows are concerned. */
  rows: z.number().int().nonnegative().optional(),
  next: z.string().optional(),
});
export type Warning = z.infer<typeof warningSchema>;

/** ISO 8601 date and time. */
export const timeSchema = z.string();
