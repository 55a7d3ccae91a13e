import { StrongroomError } from '../errors';
import type { Augmentation, AugmentationName } from '../schemas/augmentation';
import type { Task } from '../schemas/recipe';
import { changesImages } from './images';

/** Those that make or leave out rows before training; the others change each batch. */
const ofRows: readonly AugmentationName[] = ['oversample', 'undersample', 'smote', 'borderline-smote'];

/** Whether an augmentation makes or leaves out rows, which needs classes to count. */
export const changesRows = ({ kind }: Pick<Augmentation, 'kind'>): boolean => ofRows.includes(kind);

const ofSequences: readonly AugmentationName[] = ['jitter', 'scaling', 'window-slice', 'time-warp'];

const ofTexts: readonly AugmentationName[] = ['word-dropout', 'word-swap'];

/** Which inputs an augmentation changes, where it is not the table; null where it is. */
export function changesInput(one: Pick<Augmentation, 'kind'>): 'sequence' | 'tokens' | 'image' | null {
  if (changesImages(one)) return 'image';
  return ofSequences.includes(one.kind) ? 'sequence' : ofTexts.includes(one.kind) ? 'tokens' : null;
}

/** Throws AUGMENTATION_UNSUITABLE when classes are to be evened out where a number is predicted. */
export function requireSuiting(augmentations: readonly Augmentation[], task: Task): void {
  const unsuited = augmentations.find((one) => one.on && changesRows(one));
  if (task !== 'regression' || unsuited === undefined) return;
  throw new StrongroomError(
    'AUGMENTATION_UNSUITABLE',
    `The augmentation ${unsuited.kind} evens out classes, and a number is predicted.`,
    {
      expected: 'a column of classes to predict',
      received: 'a number',
      next: 'Switch it off in Prepare; noise, swap noise and mixup work on numbers too.',
    },
  );
}
