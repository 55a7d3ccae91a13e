import { z } from 'zod';
import type { StepImplementation } from './implement';
import type { StepTable } from './table';

/** A step that learns nothing from the rows. */
export function plain<Parameters>(
  sql: (parameters: Parameters, table: StepTable) => string,
  { keepsOrder = true } = {},
): StepImplementation<Parameters, null> {
  return { learned: z.null(), fit: () => Promise.resolve(null), sql, keepsOrder };
}
