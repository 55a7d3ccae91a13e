import * as tf from '@tensorflow/tfjs-core';
import { join } from 'node:path';
import type { FeatureSettings } from '../../../src-main/contract/schemas/features';
import { recipeSchema, type Task } from '../../../src-main/contract/schemas/recipe';
import type { Frame } from '../../../src-main/engine/data/frame';
import { openDatabase } from '../../../src-main/engine/data/database';
import { literal } from '../../../src-main/engine/data/sql';
import { applyFeatures } from '../../../src-main/engine/features/apply';
import { fitFeatures, type InputColumn } from '../../../src-main/engine/features/fit';
import type { Fitted } from '../../../src-main/engine/features/fitted';
import { hostInputs, type RowPurpose } from '../../../src-main/engine/features/host';
import { inputTensors } from '../../../src-main/engine/features/tensors';
import { writeParquet } from '../../support/table';

/** Fits columns of a table that is written to `folder`. @param columns as SQL, such as "x" DOUBLE. */
export async function fitTable(
  folder: string,
  columns: string,
  rows: unknown[][],
  inputs: readonly InputColumn[],
  features: Partial<FeatureSettings>,
  { target = 'y', task = 'regression' as Task } = {},
): Promise<Fitted> {
  const path = join(folder, `${crypto.randomUUID()}.parquet`);
  await writeParquet(path, columns, rows);
  const recipe = recipeSchema.parse({
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target,
    features,
  });
  const database = await openDatabase({ files: [path], directories: [] });
  try {
    return await fitFeatures(
      database,
      `read_parquet(${literal(path)}, file_row_number = true)`,
      inputs,
      target,
      task,
      recipe,
    );
  } finally {
    database.close();
  }
}

/** What the network sees of the rows of a frame. */
export function applied(fitted: Fitted, frame: Frame, purpose: RowPurpose = 'answer'): number[][] {
  const inputs = hostInputs(fitted, frame, 0, frame.rows, purpose);
  return tf.tidy(() => applyFeatures(fitted, inputTensors(inputs)).arraySync());
}
