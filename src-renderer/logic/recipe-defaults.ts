import { recipeSchema } from '../../src-main/contract';

/** A recipe with every default of the schema: what "reset" goes back to. */
export const recipeDefaults = recipeSchema.parse({
  version: 1,
  data: { dataset: null, fingerprint: null, reading: null },
  target: null,
});
