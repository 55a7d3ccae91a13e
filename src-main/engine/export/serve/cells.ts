import type { ContractColumn } from '../../../contract/schemas/input-contract';
import { shown } from './problem';

/** A cell as the model takes it: numbers with NaN for missing, text with '' for it, pictures as their points. */
export type Value = number | string | Float32Array;

type ContractImage = NonNullable<ContractColumn['image']>;

/** A cell that was read, or what was expected in its place. */
export type Cell = { value: Value } | { expected: string };

const plainNumber = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** ISO 8601: a date, or a date and a time, which is UTC where it does not say. */
const isoMoment =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** What a column takes, in words. */
export function expectedOf({ type, takes, image }: ContractColumn): string {
  if (image !== undefined) {
    const { height, width, channels } = image;
    return `a picture as ${String(height)} rows of ${String(width)} points of ${String(channels)} numbers from 0 to 255, or null`;
  }
  if (type === 'boolean') return 'true, false or null';
  if (takes === 'number') return type === 'integer' ? 'a whole number or null' : 'a number or null';
  if (takes === 'text') return 'text or null';
  return type === 'date'
    ? 'a date like "2024-12-31" or null'
    : 'a moment like "2024-12-31T18:30:00Z" or null';
}

/** Seconds since 1970 (UTC), or null where the text is no moment. */
export function secondsOf(text: string): number | null {
  const match = isoMoment.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] = match;
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  // The 31st of April is no date, though it counts on to the 1st of May.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return null;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const offset = zone === 'Z' ? 0 : Number(`${zone.slice(0, 1)}${zone.slice(1, 3)}`) * 3600;
  const minutes = zone === 'Z' ? 0 : Number(`${zone.slice(0, 1)}${zone.slice(-2)}`) * 60;
  const clock = Number(hour) * 3600 + Number(minute) * 60 + Number(second) + Number(fraction);
  return date.getTime() / 1000 + clock - offset - minutes;
}

function textCell(column: ContractColumn, text: string): Cell {
  if (column.takes === 'moment') {
    const seconds = secondsOf(text);
    return seconds === null ? { expected: expectedOf(column) } : { value: seconds };
  }
  if (column.type === 'boolean') {
    const word = text.toLowerCase();
    return word === 'true' || word === 'false' ? { value: word } : { expected: expectedOf(column) };
  }
  return { value: text };
}

/** The points of a picture, [height][width][channels] of numbers from 0 to 255; null for a missing one. */
function imageCell(column: ContractColumn, image: ContractImage, value: unknown): Cell {
  const { height, width, channels } = image;
  const points = new Float32Array(height * width * channels).fill(Number.NaN);
  if (value === null) return { value: points };
  const wrong = { expected: expectedOf(column) };
  const isList = (list: unknown, length: number): list is unknown[] =>
    Array.isArray(list) && list.length === length;
  if (!isList(value, height)) return wrong;
  let next = 0;
  for (const row of value) {
    if (!isList(row, width)) return wrong;
    for (const point of row) {
      if (!isList(point, channels)) return wrong;
      for (const number of point) {
        if (typeof number !== 'number' || !(number >= 0 && number <= 255)) return wrong;
        points[next++] = number;
      }
    }
  }
  return { value: points };
}

/** A value of JSON. `undefined` stands for a key that is not there. */
export function readJsonCell(column: ContractColumn, value: unknown): Cell {
  if (column.image !== undefined) return imageCell(column, column.image, value);
  if (value === null) return { value: column.takes === 'text' ? '' : Number.NaN };
  if (column.type === 'boolean' && typeof value === 'boolean') return { value: String(value) };
  if (column.takes === 'number') {
    const fits = typeof value === 'number' && (column.type !== 'integer' || Number.isFinite(value));
    return fits ? { value } : { expected: expectedOf(column) };
  }
  if (typeof value === 'string') return textCell(column, value);
  // Numbers that are names, such as postal codes.
  if (typeof value === 'number' && column.type === 'category') return { value: String(value) };
  return { expected: expectedOf(column) };
}

/** A field of CSV; an empty one is missing. */
export function readTextCell(column: ContractColumn, text: string): Cell {
  if (column.image !== undefined) {
    // Where a cell of CSV holds a picture, it is written as in JSON.
    try {
      return imageCell(column, column.image, text.trim() === '' ? null : JSON.parse(text));
    } catch {
      return { expected: expectedOf(column) };
    }
  }
  const trimmed = column.takes === 'text' && column.type !== 'boolean' ? text : text.trim();
  if (trimmed === '') return { value: column.takes === 'text' ? '' : Number.NaN };
  if (column.takes !== 'number') return textCell(column, trimmed);
  return plainNumber.test(trimmed) ? { value: Number(trimmed) } : { expected: expectedOf(column) };
}

/** What is unusual of a value that can be read; null when training had its like. */
export function oddity(column: ContractColumn, value: Value): string | null {
  if (typeof value === 'object') return null;
  if (typeof value === 'number') {
    if (column.range === null || Number.isNaN(value)) return null;
    const { minimum, maximum } = column.range;
    if (value >= minimum && value <= maximum) return null;
    return column.takes === 'moment'
      ? 'outside the time of the training rows'
      : `outside ${String(minimum)} to ${String(maximum)}`;
  }
  if (column.categories === null || value === '' || column.categories.includes(value)) return null;
  return `${shown(value)} is not known from training`;
}
