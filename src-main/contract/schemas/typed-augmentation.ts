import { z } from 'zod';

export const on = z.boolean().default(true);

/** Which share of the rows of a batch is changed, by chance. */
const rows = z.number().min(0).max(1).default(0.5);
const strength = (standard: number, most: number): z.ZodDefault<z.ZodNumber> =>
  z.number().min(0).max(most).default(standard);

/** Ways of changing the sequences of training rows, each step anew. What `strength` means is said with each. */
export const sequenceAugmentations = [
  /** Normal noise, as a share of the standard deviation of scaled values (Um and others, 2017). */
  z.object({ kind: z.literal('jitter'), on, rows, strength: strength(0.03, 2) }),
  /** Each channel times a factor around 1 with this deviation (Um and others, 2017). */
  z.object({ kind: z.literal('scaling'), on, rows, strength: strength(0.1, 1) }),
  /** A window without this share of the steps, stretched to the whole length (Le Guennec and others, 2016). */
  z.object({ kind: z.literal('window-slice'), on, rows, strength: strength(0.1, 0.9) }),
  /** Time runs faster and slower, by speeds around 1 with this deviation (Um and others, 2017). */
  z.object({ kind: z.literal('time-warp'), on, rows, strength: strength(0.2, 1) }),
] as const;

const share = z.number().min(0).max(0.9).default(0.1);

/** Ways of changing the texts of training rows that are read piece by piece, each step anew. */
export const textAugmentations = [
  /** Pieces are left out, each with this probability (Wei and Zou, 2019). */
  z.object({ kind: z.literal('word-dropout'), on, rows, share }),
  /** Pairs of pieces change places, so often that this share is moved (Wei and Zou, 2019). */
  z.object({ kind: z.literal('word-swap'), on, rows, share }),
] as const;

/** Ways of changing the pictures of training rows, each step anew. What `strength` means is said with each. */
export const imageAugmentations = [
  /** Turned by up to so many degrees either way. */
  z.object({ kind: z.literal('rotate'), on, rows, strength: strength(15, 180) }),
  /** Left and right change places; `strength` is the probability among the rows that are changed. */
  z.object({ kind: z.literal('flip'), on, rows, strength: strength(1, 1) }),
  /** Larger or smaller by up to this share, around the middle. */
  z.object({ kind: z.literal('scale'), on, rows, strength: strength(0.1, 0.9) }),
  /** Moved by up to this share of each side. */
  z.object({ kind: z.literal('shift'), on, rows, strength: strength(0.1, 0.9) }),
  /** A part without up to this share of each side, stretched to the whole. */
  z.object({ kind: z.literal('crop'), on, rows, strength: strength(0.2, 0.9) }),
  /** Lighter or darker by up to this share of the range from black to white. */
  z.object({ kind: z.literal('brightness'), on, rows, strength: strength(0.1, 1) }),
  /** Differences to the mean larger or smaller by up to this share. */
  z.object({ kind: z.literal('contrast'), on, rows, strength: strength(0.2, 1) }),
  /** A square whose side is this share of the picture's is hidden (DeVries and Taylor, 2017). */
  z.object({ kind: z.literal('cutout'), on, rows, strength: strength(0.25, 0.9) }),
] as const;

/** Augmentations of inputs that are no table. */
export const typedAugmentations = [
  ...sequenceAugmentations,
  ...textAugmentations,
  ...imageAugmentations,
] as const;
