import { z } from 'zod';
import { runIdSchema } from './common';

export const ensembleMethods = ['average', 'stacking'] as const;
/** How the answers of several models become one: their mean, or as a small model learned to weigh them. */
export type EnsembleMethod = (typeof ensembleMethods)[number];

/** The most models that are joined: each of them is computed for every row. */
export const mostMembers = 20;

export const ensembleSchema = z.object({
  method: z.enum(ensembleMethods),
  /** What is joined: runs by their ids, or the folds of one training. */
  members: z.array(z.object({ run: runIdSchema.nullable(), name: z.string(), weight: z.number() })).min(1),
});
export type Ensemble = z.infer<typeof ensembleSchema>;

/** The folds of one training, averaged. */
export const averageOfFolds = (folds: number): Ensemble => ({
  method: 'average',
  members: Array.from({ length: folds }, (_, fold) => ({
    run: null,
    name: `Fold ${String(fold + 1)}`,
    weight: 1 / folds,
  })),
});

/** Whether a model joins runs that were trained before, so that it was not trained itself. */
export const joinsRuns = ({ ensemble }: { ensemble?: Ensemble | undefined }): boolean =>
  ensemble?.members.some(({ run }) => run !== null) ?? false;
