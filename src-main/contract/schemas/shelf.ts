import { z } from 'zod';
import { cleaningSchema } from '../cleaning';
import { datasetIdSchema } from './common';
import { columnTypeSchema } from './data';

/** What a recipe says of one data set; it is put aside while another one is open. */
const shelvedSchema = z.object({
  dataset: datasetIdSchema,
  target: z.string().nullable(),
  task: z.enum(['auto', 'regression', 'binary', 'multiclass']),
  cleaning: cleaningSchema,
  columns: z.array(
    z.object({ name: z.string(), role: z.enum(['input', 'target', 'ignore']), type: columnTypeSchema }),
  ),
});

/** Settings of the data sets that were open before, the last one last. */
export const shelfSchema = z.array(shelvedSchema).optional();
export type Shelf = z.infer<typeof shelfSchema>;
