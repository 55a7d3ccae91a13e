import { StrongroomError } from '../../contract/errors';
import { missingCode } from '../data/frame';
import type { Frame } from '../data/frame';
import type { Fitted } from './fitted';

/** What stands for a class that training did not have. */
export const unseenClass = -1;

/**
 * The raw target of every row: the number itself, or the index of the class (`unseenClass` when training had
 * none such); NaN where it is missing. Throws TARGET_NOT_FOUND when the frame has no such column.
 */
export function hostTarget(fitted: Fitted, frame: Frame): Float32Array {
  const { target } = fitted;
  const column = frame.columns.find(({ name }) => name === target.column);
  const kind = target.kind === 'number' ? 'number' : 'text';
  if (column === undefined || column.kind === 'moment' || column.kind !== kind) {
    throw new StrongroomError(
      'TARGET_NOT_FOUND',
      `The column to predict, ${target.column}, is not in the data.`,
      {
        expected: `a column named ${target.column} of kind ${kind}`,
        received: column === undefined ? 'no such column' : `a column of kind ${column.kind}`,
        next: 'Give a file that carries the column to predict, or predict without scores.',
      },
    );
  }
  if (column.kind === 'number') return column.values;
  const classes = target.kind === 'classes' ? target.classes : [];
  const indices = new Map(classes.map((name, index) => [name, index]));
  const byCode = Float32Array.from(column.dictionary, (text) => indices.get(text) ?? unseenClass);
  const raw = new Float32Array(column.codes.length);
  column.codes.forEach((code, row) => {
    raw[row] = code === missingCode ? Number.NaN : (byCode[code] ?? unseenClass);
  });
  return raw;
}

/** The targets of some rows. Not by `from`, which makes a list of all of them first. */
export function targetsOf(raw: Float32Array, rows: Int32Array): Float32Array {
  const targets = new Float32Array(rows.length);
  rows.forEach((row, place) => {
    targets[place] = raw[row] ?? Number.NaN;
  });
  return targets;
}

/**
 * The target as the losses take it: numbers standardised, (y - mean) / deviation; classes as their index.
 * @param raw from `hostTarget`.
 */
export function learnedTarget(fitted: Fitted, raw: Float32Array): Float32Array {
  const { target } = fitted;
  return target.kind === 'number' ? raw.map((y) => (y - target.mean) / target.deviation) : raw;
}

/** Indices of the rows whose target can be learned: not missing, and of a known class. */
export function learnableRows(fitted: Fitted, raw: Float32Array): Int32Array {
  const known = (y: number): boolean =>
    fitted.target.kind === 'number' ? Number.isFinite(y) : y !== unseenClass && !Number.isNaN(y);
  const rows = new Int32Array(raw.reduce((sum, y) => sum + Number(known(y)), 0));
  let next = 0;
  raw.forEach((y, row) => {
    if (known(y)) rows[next++] = row;
  });
  return rows;
}
