import type { LayersModel } from '@tensorflow/tfjs-layers';
import { StrongroomError } from '../../contract/errors';
import type { Recipe } from '../../contract/schemas/recipe';
import type { Frame } from '../data/frame';
import { featuresWidth } from '../features/apply';
import { FeatureMatrix, takeRows } from '../features/apply/matrix';
import type { Fitted } from '../features/fitted';
import { hostInputs } from '../features/host';
import { hostTarget, learnableRows, learnedTarget } from '../features/host-target';
import { build, outputsOf } from '../model/build';
import type { TaskContext } from '../protocol';
import type { Runtime } from '../runtimes/runtime';
import { breather } from './breath';
import { losses } from './losses';
import { trainNetwork } from './loop';
import type { LabelledRows, TrainingResult } from './loop';

export interface FitOptions {
  fitted: Fitted;
  recipe: Recipe;
  runtime: Runtime;
  train: Frame;
  validation: Frame;
  /** Score of outputs [rows, outputs] against the target as the loss takes it: accuracy, or R2. */
  score: (fitted: Fitted, outputs: Float32Array, target: Float32Array) => number;
}

/** The rows of a frame that can be learned from. Throws TOO_FEW_ROWS when there is none. */
async function labelled(
  fitted: Fitted,
  frame: Frame,
  purpose: string,
  pause: () => Promise<void>,
): Promise<LabelledRows> {
  const raw = hostTarget(fitted, frame);
  const rows = learnableRows(fitted, raw);
  if (rows.length === 0) {
    throw new StrongroomError('TOO_FEW_ROWS', `No row is left for ${purpose}.`, {
      expected: `at least one row with a known value in ${fitted.target.column}`,
      received: `${frame.rows} rows, none of them usable`,
      next: 'Give more rows, or change the split.',
    });
  }
  const every = rows.length === frame.rows;
  const inputs = hostInputs(fitted, frame);
  const features = await FeatureMatrix.make(
    fitted,
    every ? inputs : takeRows(inputs, rows),
    rows.length,
    pause,
  );
  return {
    features,
    target: learnedTarget(
      fitted,
      Float32Array.from(rows, (row) => raw[row] ?? Number.NaN),
    ),
  };
}

/**
 * Builds the recipe's network and trains it on prepared frames. The caller disposes the network.
 * Throws what `trainNetwork` throws, and TOO_FEW_ROWS.
 */
export async function fitNetwork(
  { fitted, recipe, runtime, train, validation, score }: FitOptions,
  context: TaskContext,
): Promise<TrainingResult & { network: LayersModel }> {
  const breathe = breather(context.signal, 'Training');
  const rows = await labelled(fitted, train, 'training', breathe);
  const held = await labelled(fitted, validation, 'validation', breathe);
  const network = build(recipe, featuresWidth(fitted), outputsOf(fitted));
  try {
    const result = await trainNetwork(
      {
        network,
        runtime,
        training: recipe.training,
        seed: recipe.seed,
        loss: losses[fitted.task].loss,
        rows,
        validation: held,
        score: (outputs) => score(fitted, outputs, held.target),
      },
      context,
    );
    return { ...result, network };
  } catch (error) {
    network.dispose();
    throw error;
  }
}
