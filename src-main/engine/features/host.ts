import { StrongroomError } from '../../contract/errors';
import { missingCode } from '../data/frame';
import type { Frame, FrameColumn } from '../data/frame';
import { inputKinds, takesText } from './fitted';
import type { Fitted, FittedFeature } from './fitted';

/** One raw column, or a part of one, as the network takes it. */
export type HostInput = { dtype: 'float32'; values: Float32Array } | { dtype: 'int32'; values: Int32Array };

/** By input name; all of the same length. */
export type HostInputs = Record<string, HostInput>;

/** Shape and meaning of one input of the pipeline. */
export interface InputSpecification {
  name: string;
  dtype: 'float32' | 'int32';
  /** Index of the feature in `fitted.features`. */
  feature: number;
  part: 'value' | 'id' | 'days' | 'second';
}

export const secondsOfDay = 86_400;

/** The inputs that one feature takes, in order. `index` is its place in `fitted.features`. */
export function featureInputs(feature: FittedFeature, index: number): InputSpecification[] {
  switch (inputKinds[feature.kind]) {
    case 'number':
      return [{ name: `number:${index}`, dtype: 'float32', feature: index, part: 'value' }];
    case 'text':
      return [{ name: `category:${index}`, dtype: 'int32', feature: index, part: 'id' }];
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

function readFeature(column: FrameColumn, feature: FittedFeature, start: number, end: number): HostInput[] {
  if (column.kind === 'number') {
    return [{ dtype: 'float32', values: column.values.slice(start, end) }];
  }
  if (column.kind === 'text') {
    const idOf = categoryIds(takesText(feature) ? feature.vocabulary : []);
    const byCode = Int32Array.from(column.dictionary, idOf);
    const missing = idOf('');
    const values = new Int32Array(end - start);
    for (let row = start; row < end; row++) {
      const code = column.codes[row] ?? missingCode;
      values[row - start] = code === missingCode ? missing : (byCode[code] ?? 0);
    }
    return [{ dtype: 'int32', values }];
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
 * exported with the model. Throws CONTRACT_MISMATCH when a column is absent or of another kind.
 */
export function hostInputs(fitted: Fitted, frame: Frame, start = 0, end = frame.rows): HostInputs {
  const columns = new Map(frame.columns.map((column) => [column.name, column]));
  const inputs: HostInputs = {};
  fitted.features.forEach((feature, index) => {
    const arrays = readFeature(columnOf(columns, feature), feature, start, end);
    featureInputs(feature, index).forEach(({ name }, part) => {
      const array = arrays[part];
      if (array !== undefined) inputs[name] = array;
    });
  });
  return inputs;
}
