import {
  booleanForms,
  categoryForm,
  dateForms,
  datetimeForms,
  decimalForms,
  emptyForm,
  integerForm,
  textForm,
} from '../forms';
import type { Form } from '../forms';
import type { Missing } from '../missing';
import type { Automaton } from './automaton';
import { addWords } from './words';

/**
 * How the cells of a column are written, plainly: so that DuckDB's reader, told the type, gives the very value that the
 * form of the column gives. `words` are texts that do not mean missing, `empty` has no value at all; `text` is whatever
 * it is: the reader gives the text, and SQL looks at it.
 */
export const plainKinds = [
  'integer',
  'decimal',
  'date',
  'datetime',
  'boolean',
  'words',
  'empty',
  'text',
] as const;
export type PlainKind = (typeof plainKinds)[number];

/** The cells of one column. @param missing what words are held against. */
export interface PlainColumn {
  kind: PlainKind;
  missing: Pick<Missing, 'words' | 'assumesNoMarks'>;
}

const kinds = new Map<Form, PlainKind>([
  [integerForm, 'integer'],
  [decimalForms.point, 'decimal'],
  [dateForms.ymd, 'date'],
  [datetimeForms.ymd, 'datetime'],
  ...booleanForms.map((form): [Form, PlainKind] => [form, 'boolean']),
  [categoryForm, 'words'],
  [textForm, 'words'],
  [emptyForm, 'empty'],
]);
export const kindOf = (form: Form): PlainKind => kinds.get(form) ?? 'text';

/** Bytes that mean something to the reader, which no text outside quotes may hold. */
export interface Marks {
  delimiter: number;
  quote: number;
}

const bytesOf = (text: string): number[] => [...Buffer.from(text)];
const digits = bytesOf('0123456789');
/** No more than these are sure to fit into 64 bits. */
const integerDigits = 18;
/** Digits of a second that are kept; more are rounded, not everywhere in the same way. */
const fractionDigits = 6;

/** Follows a pattern of one byte after the other. @returns the last state. */
function follow(automaton: Automaton, start: number, pattern: readonly (readonly number[])[]): number {
  return pattern.reduce((state, bytes) => {
    const next = automaton.state();
    automaton.on(state, bytes, next);
    return next;
  }, start);
}

/** Two digits up to 23, or up to 59. */
function twoDigits(automaton: Automaton, start: number, last: 23 | 59): number {
  const [any, end] = [automaton.state(), automaton.state()];
  const tens = last === 23 ? '01' : '012345';
  automaton.on(start, bytesOf(tens), any);
  automaton.on(any, digits, end);
  if (last === 23) {
    const twenties = automaton.state();
    automaton.on(start, bytesOf('2'), twenties);
    automaton.on(twenties, bytesOf('0123'), end);
  }
  return end;
}

const datePattern = [...'####-##-##'].map((sign) => (sign === '#' ? digits : bytesOf(sign)));

/** The whole part of a number: a zero, or digits that do not begin with one. @returns the states after a digit. */
function whole(automaton: Automaton, start: number, longest: number): number[] {
  const [sign, zero] = [automaton.state(), automaton.state()];
  automaton.on(start, bytesOf('-'), sign);
  const first = automaton.state();
  for (const from of [start, sign]) {
    automaton.on(from, bytesOf('0'), zero);
    automaton.on(from, digits.slice(1), first);
  }
  const ends = [zero, first];
  let last = first;
  if (longest === Infinity) automaton.on(first, digits, first);
  else
    for (let length = 1; length < longest; length++) {
      const next = automaton.state();
      automaton.on(last, digits, next);
      ends.push(next);
      last = next;
    }
  return ends;
}

const cells: Record<
  Exclude<PlainKind, 'words'>,
  (automaton: Automaton, start: number, text: readonly number[]) => readonly number[]
> = {
  integer: (automaton, start) => whole(automaton, start, integerDigits),
  decimal(automaton, start) {
    const ends = whole(automaton, start, Infinity);
    const [point, exponent, sign, power] = [
      automaton.state(),
      automaton.state(),
      automaton.state(),
      automaton.state(),
    ];
    for (const end of ends) automaton.on(end, bytesOf('.'), point);
    automaton.on(point, digits, point);
    const before = [...ends, point];
    for (const end of before) automaton.on(end, bytesOf('eE'), exponent);
    automaton.on(exponent, bytesOf('+-'), sign);
    for (const from of [exponent, sign, power]) automaton.on(from, digits, power);
    return [...before, power];
  },
  date: (automaton, start) => [follow(automaton, start, datePattern)],
  datetime(automaton, start) {
    // The years of which all are counted in nanoseconds, as the form does: 1700 to 2199.
    const century = automaton.state();
    automaton.on(follow(automaton, start, [bytesOf('1')]), bytesOf('789'), century);
    automaton.on(follow(automaton, start, [bytesOf('2')]), bytesOf('01'), century);
    const day = follow(automaton, century, datePattern.slice(2));
    const colon = bytesOf(':');
    const hour = twoDigits(automaton, follow(automaton, day, [bytesOf(' T')]), 23);
    const minute = twoDigits(automaton, follow(automaton, hour, [colon]), 59);
    const second = twoDigits(automaton, follow(automaton, minute, [colon]), 59);
    const ends = [day, minute, second];
    let last = follow(automaton, second, [bytesOf('.')]);
    for (let length = 0; length < fractionDigits; length++) {
      last = follow(automaton, last, [digits]);
      ends.push(last);
    }
    return ends;
  },
  boolean: (automaton, start) =>
    ['true', 'false'].map((word) =>
      follow(
        automaton,
        start,
        [...word].map((letter) => bytesOf(letter + letter.toUpperCase())),
      ),
    ),
  text(automaton, start, text) {
    const inside = automaton.state();
    for (const from of [start, inside]) automaton.on(from, text, inside);
    return [inside];
  },
  empty: () => [],
};

/** Zero characters and line breaks: nowhere within a plain cell. */
const neverWithin = [0, 10, 13];

/**
 * Adds the cells of a column between `start` and `ends`, where a delimiter or a line break has to follow: empty, plain,
 * or plain within quotes. Quoted text may hold delimiters and doubled quotes, but no line break, so that every line
 * break ends a row.
 */
export function addCells(
  automaton: Automaton,
  start: number,
  { kind, missing }: PlainColumn,
  marks: Marks,
): number[] {
  const others = (...excluded: number[]): number[] =>
    Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !excluded.includes(byte));
  // The last of the ends is the inside of a text, if it is one.
  const add = (from: number, text: readonly number[]): readonly number[] =>
    kind === 'words' ? addWords(automaton, from, text, missing) : cells[kind](automaton, from, text);
  const open = add(start, others(...neverWithin, marks.delimiter, marks.quote));
  const [quoted, closed] = [automaton.state(), automaton.state()];
  automaton.on(start, [marks.quote], quoted);
  automaton.on(quoted, [marks.quote], closed);
  const ends = [...add(quoted, others(...neverWithin, marks.quote))];
  const inside = kind === 'text' || kind === 'words' ? ends.pop() : undefined;
  for (const state of ends) automaton.on(state, [marks.quote], closed);
  if (inside === undefined) return [start, ...open, closed];
  // A text that begins with a quote may be a mark, which only `words` are asked about.
  if (kind === 'text') automaton.on(closed, [marks.quote], inside);
  // Two quotes within a text stand for one.
  const closedText = automaton.state();
  automaton.on(inside, [marks.quote], closedText);
  automaton.on(closedText, [marks.quote], inside);
  return [start, ...open, closed, closedText];
}
