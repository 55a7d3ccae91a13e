import { changesRows } from '../../contract/planning';
import type { Augmentation } from '../../contract/schemas/augmentation';
import { memorySource, type FrameSource } from '../data/frame-source';
import { featureWidth } from '../features/apply';
import type { FeatureMatrix } from '../features/apply/matrix';
import type { Fitted } from '../features/fitted';
import { hostTarget, unseenClass } from '../features/host-target';
import { inputParts, partName } from '../features/parts';
import { augmentBatch, augmentRows, requireFitting } from '.';
import type { BatchSetting, ClassRows } from './method';

/** Rows that the spread of columns is taken from, in pieces from all over the table. */
const spreadPieces = 8;
const spreadRows = 512;

/** What changes the batches of a training. */
export interface BatchAugmenter {
  /** Values that a row is to predict: 1, or a share of each class where rows are mixed. */
  targets: number;
  /**
   * @param x [rows, width], changed in place. @param y one value a row. @param step of the training, from 0.
   * @returns [rows, targets], what the rows are to predict.
   */
  apply(x: Float32Array, y: Float32Array, step: number): Float32Array;
}

/** The rows of a source with their classes. */
export function classRowsOf(fitted: Fitted, source: FrameSource): ClassRows {
  requireFitting(source.rows, source.names.length);
  const frame = source.read(0, source.rows);
  const raw = hostTarget(fitted, frame);
  return {
    frame,
    classes: Int32Array.from(raw, (value) => (Number.isNaN(value) ? unseenClass : value)),
    origin: new Int32Array(source.rows).map((_, row) => row),
    base: new Int32Array(source.rows).fill(-1),
  };
}

/** Training rows with those that are made, and without those that are left out. The source itself when none are. */
export async function augmentedSource(
  fitted: Fitted,
  source: FrameSource,
  augmentations: readonly Augmentation[],
  seed: number,
  told: { pause: () => Promise<void>; warn: (message: string) => void },
): Promise<FrameSource> {
  if (fitted.target.kind === 'number' || !augmentations.some((one) => one.on && changesRows(one)))
    return source;
  const inputs = fitted.features.map(({ column }) => column);
  const rows = classRowsOf(fitted, source);
  return memorySource((await augmentRows(rows, augmentations, seed, { inputs, ...told })).frame);
}

/** Where each feature's columns are, and how far its numbers spread. */
export function batchSettingOf(fitted: Fitted, features: FeatureMatrix): Omit<BatchSetting, 'random'> {
  let next = 0;
  const blocks = fitted.features.map((feature) => {
    const start = next;
    next += featureWidth(feature);
    return { start, end: next, isNumber: feature.kind === 'number' };
  });
  const { width, rows } = features;
  const pieces = Array.from({ length: rows <= spreadPieces * spreadRows ? 1 : spreadPieces }, (_, piece) => {
    const start = Math.floor((piece * rows) / spreadPieces);
    return features.slice(
      start,
      Math.min(rows, start + (rows <= spreadPieces * spreadRows ? rows : spreadRows)),
    );
  });
  const spread = new Float32Array(width);
  for (const { start, end, isNumber } of blocks) {
    for (let column = start; column < end && isNumber; column++) {
      const values = pieces.flatMap((piece) =>
        Array.from({ length: piece.length / width }, (_, row) => piece[row * width + column] ?? 0),
      );
      // What has two values is a flag of its feature, such as that the number is missing.
      if (new Set(values).size <= 2) continue;
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      spread[column] = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    }
  }
  const images = new Map(
    fitted.features.flatMap((feature) =>
      feature.kind === 'image' ? [[partName(feature.column), feature] as const] : [],
    ),
  );
  const ends = blocks.map(({ start, end }) => ({ start, end }));
  return { features: ends, spread, inputs: inputParts(fitted), images };
}

/** What changes the batches of a training; null when nothing does. */
export function batchAugmenter(
  fitted: Fitted,
  features: FeatureMatrix,
  augmentations: readonly Augmentation[],
  seed: number,
): BatchAugmenter | null {
  const some = augmentations.filter((one) => one.on && !changesRows(one));
  if (some.length === 0) return null;
  const setting = batchSettingOf(fitted, features);
  const { target } = fitted;
  const classes = target.kind === 'classes' ? target.classes.length : 0;
  const targets = classes > 2 && some.some(({ kind }) => kind === 'mixup') ? classes : 1;
  const { width } = features;
  return {
    targets,
    apply(x, plain, step) {
      const rows = plain.length;
      const y = targets === 1 ? plain : new Float32Array(rows * targets);
      if (targets > 1) plain.forEach((code, row) => (y[row * targets + code] = 1));
      augmentBatch({ x, y, rows, width, targets }, augmentations, seed, step, setting);
      return y;
    },
  };
}
