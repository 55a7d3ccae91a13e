import { join } from 'node:path';
import { requireSuiting } from '../../contract/planning';
import { previewAugmentation } from '../augment/preview';
import { withFrame } from '../data/frame-source';
import { readFitted } from '../features/read-fitted';
import { startTensors } from '../features/tensors';
import { preparedFiles } from '../protocol';
import type { TaskHandler } from '../protocol';
import { breather } from '../train/breath';

/** Shows what the augmentations of a recipe make of prepared training rows. */
export const augment: TaskHandler<'augment'> = async ({ directory, recipe }, { signal }) => {
  await startTensors();
  const fitted = await readFitted(directory);
  requireSuiting(recipe.augmentation, fitted.task);
  const pause = breather(signal, 'The preview');
  return withFrame(join(directory, preparedFiles.train), (rows) =>
    previewAugmentation(fitted, rows, recipe.augmentation, recipe.seed, pause),
  );
};
