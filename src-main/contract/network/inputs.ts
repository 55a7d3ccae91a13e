import type { InputPartKind } from './part-kinds';

/** A stretch of columns of the matrix that a network takes. */
export interface Stretch {
  /** The first column, from 0. */
  place: number;
  width: number;
}

/**
 * What a stretch of a table's columns holds: a scaled number (`number`), a number as piecewise-linear bins (`bins`) or as
 * waves (`waves`), an id of a category whose numbers are learned (`ids`), or anything else, such as flags of a category.
 */
export type Encoding = 'number' | 'bins' | 'waves' | 'ids' | 'other';

/** One column of the data within the table part of a matrix. */
export interface TableColumn extends Stretch {
  name: string;
  encoding: Encoding;
  /** Of ids: how many there are, and how many numbers each becomes. */
  categories?: number;
  embedding?: number;
}

/** What the columns of one type become: a table of numbers, ids of words in order, steps of channels, or a picture. */
export interface InputPart {
  /** Unique among the parts: `table`, or the name of the column or group. */
  name: string;
  kind: InputPartKind;
  /** Where it lies in the matrix. */
  stretches: Stretch[];
  /** Of one row: [width], [words], [steps, channels] or [height, width, channels]. */
  sizes: number[];
  /** Of the table: its columns, placed within the part; of a sequence: its channels within a step. */
  columns: TableColumn[];
  /** Of ids of words: how many there are; 0 otherwise. Id 0 fills up short texts. */
  vocabulary: number;
}

/** The one matrix [rows, width] that a network takes, and what lies where in it. */
export interface NetworkInputs {
  width: number;
  parts: InputPart[];
}

/** What a network has to fit: what goes in, and how many numbers come out. */
export interface NetworkContext {
  inputs: NetworkInputs;
  outputs: number;
}

export const tablePart = 'table';

/** The inputs of a network that takes a table alone. @param columns side by side, in order. */
export function tableInputs(columns: readonly TableColumn[]): NetworkInputs {
  const width = columns.reduce((sum, column) => sum + column.width, 0);
  const part: InputPart = {
    name: tablePart,
    kind: 'table',
    stretches: [{ place: 0, width }],
    sizes: [width],
    columns: [...columns],
    vocabulary: 0,
  };
  return { width, parts: width === 0 ? [] : [part] };
}

/** An input that is no table, as it lies in one piece. */
export type NewPart = Pick<InputPart, 'name' | 'kind' | 'sizes' | 'vocabulary'> &
  Partial<Pick<InputPart, 'columns'>>;

/** The inputs with others beside them, each in one piece behind those before. */
export function withParts(inputs: NetworkInputs, parts: readonly NewPart[]): NetworkInputs {
  return parts.reduce(({ width, parts: before }, part) => {
    const own = part.sizes.reduce((product, size) => product * size, 1);
    const placed: InputPart = { columns: [], ...part, stretches: [{ place: width, width: own }] };
    return { width: width + own, parts: [...before, placed] };
  }, inputs);
}

/** The inputs of a network that takes so many numbers of which nothing is known. */
export const plainInputs = (width: number): NetworkInputs =>
  tableInputs([{ name: 'columns', place: 0, width, encoding: 'other' }]);

/** How wide a table is once its ids have become numbers. */
export const embeddedWidth = (columns: readonly TableColumn[]): number =>
  columns.reduce((sum, { width, embedding }) => sum + (embedding ?? width), 0);
