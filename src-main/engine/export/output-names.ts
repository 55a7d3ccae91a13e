import { z } from 'zod';
import { metadataPrefix } from '../../contract/schemas/exports';

/** Where an exported file keeps the names of its outputs, as JSON, in its metadata. */
export const outputsKey = `${metadataPrefix}outputs`;

/** What each output means, and the name that it got: another one where a column has that name already. */
export const outputNamesSchema = z.object({
  predicted: z.string(),
  /** For classes only. */
  probabilities: z.string().optional(),
});
export type OutputNames = z.infer<typeof outputNamesSchema>;
