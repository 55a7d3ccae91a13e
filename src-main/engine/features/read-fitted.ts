import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import { modelFiles } from '../protocol';
import { readDecision, withDecision } from './decision';
import { fittedSchema, type Fitted } from './fitted';

/**
 * The fitted features of a model's folder, with its calibration and threshold. Throws MODEL_DAMAGED when a file is missing
 * or not as it should be.
 */
export async function readFitted(model: string): Promise<Fitted> {
  const path = join(model, modelFiles.features);
  let fitted: Fitted;
  try {
    fitted = fittedSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new StrongroomError('MODEL_DAMAGED', `${path} is missing or damaged.`, {
      expected: 'the fitted features of a trained model',
      next: 'Put back a copy of the folder from a backup, or train again.',
      cause,
    });
  }
  return withDecision(fitted, await readDecision(model));
}
