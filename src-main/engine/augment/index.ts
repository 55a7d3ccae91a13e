import { StrongroomError } from '../../contract/errors';
import type { Augmentation } from '../../contract/schemas/augmentation';
import { Random } from '../random';
import { borderlineSmote } from './borderline-smote';
import { featureDropout } from './feature-dropout';
import { changeImages } from './images/batch';
import type { Batch, BatchSetting, ClassRows, RowSetting } from './method';
import { mixup } from './mixup';
import { noise } from './noise';
import { oversample } from './oversample';
import { changeSequences } from './sequences/batch';
import { smote } from './smote';
import { swapNoise } from './swap-noise';
import { changeTexts } from './text/batch';
import { undersample } from './undersample';

/** Those that make or leave out rows. */
async function applyToRows(one: Augmentation, rows: ClassRows, setting: RowSetting): Promise<ClassRows> {
  switch (one.kind) {
    case 'oversample':
      return oversample(rows, one, setting);
    case 'undersample':
      return undersample(rows, one, setting);
    case 'smote':
      return smote(rows, one, setting);
    case 'borderline-smote':
      return borderlineSmote(rows, one, setting);
    default:
      return rows;
  }
}

/** Those that change each batch. */
function applyToBatch(one: Augmentation, batch: Batch, setting: BatchSetting): void {
  switch (one.kind) {
    case 'noise':
      return noise(batch, one, setting);
    case 'feature-dropout':
      return featureDropout(batch, one, setting);
    case 'swap-noise':
      return swapNoise(batch, one, setting);
    case 'mixup':
      return mixup(batch, one, setting);
    case 'jitter':
    case 'scaling':
    case 'window-slice':
    case 'time-warp':
      return changeSequences(batch, one, setting);
    case 'rotate':
    case 'flip':
    case 'scale':
    case 'shift':
    case 'crop':
    case 'brightness':
    case 'contrast':
    case 'cutout':
      return changeImages(batch, one, setting);
    case 'word-dropout':
    case 'word-swap':
      return changeTexts(batch, one, setting);
    default:
      return undefined;
  }
}

/** The values of rows that are held at once while some are made, 512 MiB of float32. */
const mostValues = 128 * 2 ** 20;

/** Throws AUGMENTATION_UNSUITABLE when a table is too large to make rows from. */
export function requireFitting(rows: number, columns: number): void {
  if (rows * columns <= mostValues) return;
  throw new StrongroomError('AUGMENTATION_UNSUITABLE', 'The table is too large to make or leave out rows.', {
    expected: `at most ${String(Math.floor(mostValues / columns))} training rows of ${String(columns)} columns`,
    received: String(rows),
    next: 'Let classes count the same by the weights of the loss instead, in Model.',
  });
}

/** Training rows after everything that makes or leaves out rows, in the order of the recipe. */
export async function augmentRows(
  rows: ClassRows,
  augmentations: readonly Augmentation[],
  seed: number,
  setting: Omit<RowSetting, 'random'>,
): Promise<ClassRows> {
  let all = rows;
  for (const [place, one] of augmentations.entries()) {
    if (!one.on) continue;
    all = await applyToRows(one, all, { ...setting, random: new Random(seed, `rows ${place} ${one.kind}`) });
  }
  return all;
}

/**
 * Changes the batch of a step. What is random follows from the seed and the number of the step alone, so that it is the
 * same however many steps a runtime makes at once, and after a training was taken up again.
 * @param step of the training, from 0.
 */
export function augmentBatch(
  batch: Batch,
  augmentations: readonly Augmentation[],
  seed: number,
  step: number,
  setting: Omit<BatchSetting, 'random'>,
): void {
  for (const [place, one] of augmentations.entries()) {
    if (!one.on) continue;
    applyToBatch(one, batch, { ...setting, random: new Random(seed, `batch ${place} ${one.kind} ${step}`) });
  }
}
