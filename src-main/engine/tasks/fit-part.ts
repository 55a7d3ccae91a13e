import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { FrameSource } from '../data/frame-source';
import { sampleRows } from '../data/sample-rows';
import { outputMetrics, validationScore } from '../evaluate/validation-score';
import { checkpointFile } from '../protocol';
import type { TaskContext } from '../protocol';
import { fitNetwork } from '../train/fit';
import type { FitOptions } from '../train/fit';
import type { TrainingResult } from '../train/training-options';

/** Validation rows are scored after every epoch; more of them would tell little that these do not. */
const mostValidationRows = 200_000;

/** The validation rows that are scored. */
export const validationRows = (source: FrameSource, seed: number): FrameSource =>
  sampleRows(source, mostValidationRows, seed, 'rows to validate');

/** Fits a network on prepared rows, with checkpoints in their folder. The caller disposes the network. */
export function fitPart(
  options: Omit<FitOptions, 'score' | 'metrics' | 'checkpoints' | 'streaming'>,
  {
    folder,
    resume,
    checkpointSeconds,
  }: { folder: string; resume: boolean; checkpointSeconds?: number | undefined },
  context: TaskContext,
): Promise<TrainingResult & { network: LayersModel }> {
  return fitNetwork(
    {
      ...options,
      score: validationScore,
      metrics: outputMetrics,
      checkpoints: {
        path: join(folder, checkpointFile),
        resume,
        ...(checkpointSeconds === undefined ? {} : { seconds: checkpointSeconds }),
      },
    },
    context,
  );
}
