import { z } from 'zod';

export const columnTypes = [
  'integer',
  'decimal',
  'boolean',
  'date',
  'datetime',
  'category',
  'text',
  'image',
] as const;
export const columnTypeSchema = z.enum(columnTypes);
export type ColumnType = z.infer<typeof columnTypeSchema>;
