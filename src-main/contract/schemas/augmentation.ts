import { z } from 'zod';
import { on, typedAugmentations } from './typed-augmentation';

const share = z.number().min(0).max(0.9).default(0.1);
/** Rows that a class has at least (or the others at most), as a share of the rows of the biggest class. */
const ratio = z.number().min(0.01).max(1).default(1);
const neighbours = z.number().int().min(1).max(100).default(5);

/** One way of changing or adding training rows. Validation and test rows are never touched. */
export const augmentationSchema = z.discriminatedUnion('kind', [
  /** Copies of rows of small classes, drawn with replacement. */
  z.object({ kind: z.literal('oversample'), on, ratio }),
  /** Rows of large classes are left out until the smallest class has `ratio` of theirs. */
  z.object({ kind: z.literal('undersample'), on, ratio }),
  /** New rows of small classes between a row and one of its nearest neighbours (Chawla and others, 2002). */
  z.object({ kind: z.literal('smote'), on, ratio, neighbours }),
  /** The same, only from rows at the border to other classes (Han and others, 2005). */
  z.object({
    kind: z.literal('borderline-smote'),
    on,
    ratio,
    neighbours,
    /** 1: between rows of the class. 2: also up to half the way to rows of other classes. */
    variant: z.union([z.literal(1), z.literal(2)]).default(1),
    /** Among so many nearest rows of any class, at least half and not all are of others at the border. */
    borderNeighbours: z.number().int().min(2).max(200).default(10),
  }),
  /** Normal noise on numbers, as a share of the standard deviation of each column. */
  z.object({ kind: z.literal('noise'), on, deviation: z.number().min(0).max(2).default(0.05) }),
  /** The values of a column are hidden from the network, for each row and column by chance. */
  z.object({ kind: z.literal('feature-dropout'), on, share }),
  /** The values of a column are those of another row of the batch, for each row and column by chance. */
  z.object({ kind: z.literal('swap-noise'), on, share }),
  /** Each row is mixed with another, and so is what it should predict (Zhang and others, 2018). */
  z.object({ kind: z.literal('mixup'), on, alpha: z.number().min(0.01).max(10).default(0.2) }),
  ...typedAugmentations,
]);
export type Augmentation = z.infer<typeof augmentationSchema>;
export type AugmentationName = Augmentation['kind'];

/** What happens to training rows, one after the other. */
export const augmentationsSchema = z.array(augmentationSchema).max(20);

/** Training rows before and after the augmentations of a recipe. */
export const augmentationPreviewSchema = z.object({
  rows: z.object({ before: z.number(), after: z.number() }),
  classes: z.array(z.object({ name: z.string(), before: z.number(), after: z.number() })).nullable(),
  /** Rows that were made, with the row that each began from; at most a few. */
  made: z.object({
    columns: z.array(z.string()),
    rows: z.array(z.object({ from: z.array(z.string()), made: z.array(z.string()) })),
  }),
  /** Rows as the network takes them in a step, before and after what changes each batch; at most a few. */
  batch: z.object({
    columns: z.array(z.string()),
    rows: z.array(z.object({ before: z.array(z.number()), after: z.array(z.number()) })),
  }),
  /** Pictures of some rows before and after what changes them, as data URLs of PNG. */
  images: z
    .array(z.object({ column: z.string(), before: z.string(), after: z.array(z.string()) }))
    .default([]),
  warnings: z.array(z.string()),
});
export type AugmentationPreview = z.infer<typeof augmentationPreviewSchema>;
