import { z } from 'zod';

/** The formats that tables are read from. */
export const formats = ['delimited', 'parquet', 'json', 'workbook'] as const;
export const formatSchema = z.enum(formats);
export type Format = z.infer<typeof formatSchema>;

/**
 * Where in a file the table stands, added to how it is read. All optional: delimited text has none of it, and readings
 * of earlier versions were of delimited text.
 */
export const placeShape = {
  format: formatSchema.optional(),
  /** Member of a zip archive that is read. */
  member: z.string().optional(),
  /** Sheet of a workbook. */
  sheet: z.string().optional(),
  /** Cells of the sheet that are read, as in "B3:F200" or "A:F"; all when left out. */
  range: z.string().max(40).optional(),
  /** Row of the sheet, from 1, that the names stand in (or the first row, where there are no names). */
  headerRow: z.number().int().min(1).max(1_048_576).optional(),
};

export const placeKeys = ['format', 'member', 'sheet', 'range', 'headerRow'] as const;

/** What there is to choose from in a file: for the dialog of the import. */
export const choicesShape = {
  sheets: z.array(z.object({ name: z.string(), hidden: z.boolean() })).optional(),
  members: z.array(z.object({ name: z.string(), bytes: z.number() })).optional(),
};

/** The formats that data sets are exported in. */
export const exportFormats = ['csv', 'xlsx', 'parquet'] as const;
export const exportFormatSchema = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormatSchema>;
