import { StrongroomError } from '../../contract/errors';
import { missingCode, referencesOf } from '../data/frame';
import { isSameShape, pixelsName, pointsOf } from '../data/pixels';
import type { Frame, FrameColumn } from '../data/frame';
import { inputKinds } from './fitted';
import { countWords, wordsWidth } from './words';
import { tokenIds } from './pieces';
import { foldOf, rowColumn, ruleOf } from './folds';
import type { Fitted, FittedFeature, FittedImage } from './fitted';

/** One raw column, or a part of one, as the network takes it. */
export type HostInput =
  /** With `width`, so many numbers a row, one row after the other. */
  { dtype: 'float32'; values: Float32Array; width?: number } | { dtype: 'int32'; values: Int32Array };

/** By input name; all of the same number of rows. */
export type HostInputs = Record<string, HostInput>;

/** Shape and meaning of one input of the pipeline. */
export interface InputSpecification {
  name: string;
  dtype: 'float32' | 'int32';
  /** Index of the feature in `fitted.features`. */
  feature: number;
  part: 'value' | 'id' | 'days' | 'second' | 'words' | 'tokens' | 'points';
  /** Numbers a row, where they are not one. */
  width?: number;
}

export const secondsOfDay = 86_400;

/** How many numbers a picture comes in as. */
const inputPoints = (feature: FittedFeature): number => (feature.kind === 'image' ? pointsOf(feature) : 1);

/** The inputs that one feature takes, in order. `index` is its place in `fitted.features`. */
export function featureInputs(feature: FittedFeature, index: number): InputSpecification[] {
  if (feature.kind === 'words') {
    const name = `words:${index}`;
    return [{ name, dtype: 'float32', feature: index, part: 'words', width: wordsWidth(feature) }];
  }
  if (feature.kind === 'tokens') {
    const name = `tokens:${index}`;
    return [{ name, dtype: 'float32', feature: index, part: 'tokens', width: feature.length }];
  }
  switch (inputKinds[feature.kind]) {
    case 'number':
      return [{ name: `number:${index}`, dtype: 'float32', feature: index, part: 'value' }];
    case 'text':
      return [{ name: `category:${index}`, dtype: 'int32', feature: index, part: 'id' }];
    case 'image':
      return [
        {
          name: `image:${index}`,
          dtype: 'float32',
          feature: index,
          part: 'points',
          width: inputPoints(feature),
        },
      ];
    case 'moment':
      return [
        { name: `moment:${index}:days`, dtype: 'float32', feature: index, part: 'days' },
        { name: `moment:${index}:second`, dtype: 'float32', feature: index, part: 'second' },
      ];
  }
}

/** Every input of the pipeline, feature by feature. */
export function inputSpecifications(fitted: Fitted): InputSpecification[] {
  return fitted.features.flatMap(featureInputs);
}

/**
 * The id of a category: 0 when it is not in the vocabulary, else its place there plus one. Missing counts as
 * the empty string. This is the one place where text becomes a number.
 */
export function categoryIds(vocabulary: readonly string[]): (value: string) => number {
  const ids = new Map(vocabulary.map((value, index) => [value, index + 1]));
  return (value) => ids.get(value) ?? 0;
}

function columnOf(columns: Map<string, FrameColumn>, feature: FittedFeature): FrameColumn {
  const column = columns.get(feature.column);
  const expected = inputKinds[feature.kind];
  if (column?.kind !== expected) {
    throw new StrongroomError(
      'CONTRACT_MISMATCH',
      `The column ${feature.column} is not as the model needs it.`,
      {
        expected: `a column of kind ${expected}`,
        received: column === undefined ? 'no such column' : `a column of kind ${column.kind}`,
        next: 'Give a file with the columns that the model was trained on.',
      },
    );
  }
  return column;
}

/** What rows are read for: to learn from, or to be answered, scored or shown. */
export type RowPurpose = 'learn' | 'answer';

/** Whether rows to learn from are encoded another way than all others. */
export const isCrossFitted = ({ features }: Fitted): boolean =>
  features.some((feature) => feature.kind === 'lookup' && feature.folds !== undefined);

/** The columns that are read of a frame to make the inputs of a model. */
export const neededColumns = (fitted: Fitted, purpose: RowPurpose): string[] => [
  ...fitted.features.map(({ column }) => column),
  ...(purpose === 'learn' && isCrossFitted(fitted) ? [rowColumn] : []),
];

/** The place of each row in the data set. Throws INTERNAL when the frame does not tell. */
function placesOf({ columns }: Frame): Float32Array {
  const column = columns.find(({ name }) => name === rowColumn);
  if (column?.kind === 'number') return column.values;
  throw new StrongroomError('INTERNAL', 'Rows to learn from do not tell their place in the data.');
}

/** Moves the ids of training rows into the table of their fold, see `applyLookup`. */
function moveToFolds(ids: Int32Array, feature: FittedFeature, places: Float32Array | null): void {
  const rule = feature.kind === 'lookup' ? ruleOf(feature) : null;
  if (rule === null || places === null || feature.kind !== 'lookup') return;
  const slots = feature.vocabulary.length + 1;
  ids.forEach((id, row) => {
    ids[row] = id + slots * (1 + foldOf(rule, places[row] ?? 0));
  });
}

/** The points of the pictures of some rows. Throws CONTRACT_MISMATCH when none has the shape of the feature. */
function imagePoints(
  column: Extract<FrameColumn, { kind: 'image' }>,
  feature: FittedImage,
  start: number,
  end: number,
): HostInput {
  const pixels = column.pixels.find(({ shape }) => isSameShape(shape, feature));
  if (pixels === undefined) {
    throw new StrongroomError('CONTRACT_MISMATCH', `The pictures of ${column.name} have another size.`, {
      expected: pixelsName(feature),
      received: column.pixels.map(({ shape }) => pixelsName(shape)).join(', '),
      next: 'Give the pictures again, so that they are resized for this model.',
    });
  }
  const wanted = referencesOf(column, start, end);
  return { dtype: 'float32', values: pixels.read(wanted), width: pointsOf(feature) };
}

function readFeature(
  column: FrameColumn,
  feature: FittedFeature,
  start: number,
  end: number,
  places: Float32Array | null,
): HostInput[] {
  if (column.kind === 'number') {
    return [{ dtype: 'float32', values: column.values.slice(start, end) }];
  }
  if (column.kind === 'text' && (feature.kind === 'words' || feature.kind === 'tokens')) {
    const texts = Array.from({ length: end - start }, (_, row) => {
      const code = column.codes[start + row] ?? missingCode;
      return code === missingCode ? '' : (column.dictionary[code] ?? '');
    });
    if (feature.kind === 'tokens') {
      return [{ dtype: 'float32', values: tokenIds(feature, texts), width: feature.length }];
    }
    return [{ dtype: 'float32', values: countWords(feature, texts), width: wordsWidth(feature) }];
  }
  if (column.kind === 'text') {
    const idOf = categoryIds('vocabulary' in feature ? feature.vocabulary : []);
    const byCode = Int32Array.from(column.dictionary, idOf);
    const missing = idOf('');
    const values = new Int32Array(end - start);
    for (let row = start; row < end; row++) {
      const code = column.codes[row] ?? missingCode;
      values[row - start] = code === missingCode ? missing : (byCode[code] ?? 0);
    }
    moveToFolds(values, feature, places);
    return [{ dtype: 'int32', values }];
  }
  if (column.kind === 'image') {
    return feature.kind === 'image' ? [imagePoints(column, feature, start, end)] : [];
  }
  const days = new Float32Array(end - start);
  const second = new Float32Array(end - start);
  for (let row = start; row < end; row++) {
    const time = column.values[row] ?? Number.NaN;
    const day = Math.floor(time / secondsOfDay);
    days[row - start] = day;
    second[row - start] = time - day * secondsOfDay;
  }
  return [
    { dtype: 'float32', values: days },
    { dtype: 'float32', values: second },
  ];
}

/**
 * Raw columns of a frame as plain arrays of the rows [start, end), ready to become tensors: numbers and days
 * with NaN for missing, categories as ids. All other arithmetic happens in `applyFeatures`, so that it is
 * exported with the model. Rows to learn from are encoded by other folds where a feature has folds. Throws CONTRACT_MISMATCH when a column is absent or of another kind.
 */
export function hostInputs(
  fitted: Fitted,
  frame: Frame,
  start = 0,
  end = frame.rows,
  purpose: RowPurpose = 'answer',
): HostInputs {
  const places = purpose === 'learn' && isCrossFitted(fitted) ? placesOf(frame).slice(start, end) : null;
  const columns = new Map(frame.columns.map((column) => [column.name, column]));
  const inputs: HostInputs = {};
  fitted.features.forEach((feature, index) => {
    const arrays = readFeature(columnOf(columns, feature), feature, start, end, places);
    featureInputs(feature, index).forEach(({ name }, part) => {
      const array = arrays[part];
      if (array !== undefined) inputs[name] = array;
    });
  });
  return inputs;
}
