import type { GoldenAnswer, GoldenRow } from '../../../contract/schemas/exports';
import { missingCode } from '../../data/frame';
import type { FrameColumn } from '../../data/frame';
import type { Expected } from './expected';
import type { Answers } from './runtimes';

/** Larger numbers say more of rounding than of the model. */
const mostUsual = 1e6;
/** Characters of the longest text that is kept. */
const longestText = 200;

function cellOf(column: FrameColumn, row: number): number | string | null {
  if ('codes' in column) {
    const code = column.codes[row] ?? missingCode;
    return code === missingCode ? null : (column.dictionary[code] ?? null);
  }
  const value = column.values[row] ?? Number.NaN;
  return Number.isNaN(value) ? null : value;
}

/** Whether a row can be written as JSON and read again by any program. */
function canBeKept(columns: readonly FrameColumn[], row: number): boolean {
  return columns.every((column) => {
    const cell = cellOf(column, row);
    if (typeof cell === 'string') return cell.length <= longestText;
    const most = column.kind === 'moment' ? 1e11 : mostUsual;
    return cell === null || (Number.isFinite(cell) && Math.abs(cell) <= most);
  });
}

/** At most so many rows that can be kept: the first two, and others spread over all. */
export function goldenPlaces(columns: readonly FrameColumn[], rows: number, most: number): number[] {
  const usable = Array.from({ length: rows }, (_, row) => row).filter((row) => canBeKept(columns, row));
  if (usable.length <= most) return usable;
  const rest = usable.slice(2);
  const step = rest.length / (most - 2);
  const spread = Array.from({ length: most - 2 }, (_, index) => rest[Math.floor(index * step)] ?? 0);
  return [...usable.slice(0, 2), ...spread];
}

const finiteOrNull = (value: number | undefined): number | null =>
  value !== undefined && Number.isFinite(value) ? value : null;

function expectedAnswer(expected: Expected, row: number): GoldenAnswer {
  if (expected.kind === 'number') return { predicted: finiteOrNull(expected.predicted[row]) };
  const probabilities = expected.probabilities.map((column) => finiteOrNull(column[row]));
  return { predicted: expected.predicted(row), probabilities };
}

function givenAnswer({ scores, labels }: Answers, expected: Expected): GoldenAnswer {
  if (expected.kind === 'number') return { predicted: finiteOrNull(scores[0]) };
  const best = expected.classes[scores.indexOf(Math.max(...scores))];
  return { predicted: labels?.[0] ?? best ?? null, probabilities: Array.from(scores, finiteOrNull) };
}

/** One row with both answers, as it is kept. @param answers of the file, to this row alone. */
export function goldenRow(
  columns: readonly FrameColumn[],
  row: number,
  expected: Expected,
  answers: Answers,
): GoldenRow {
  return {
    inputs: Object.fromEntries(columns.map((column) => [column.name, cellOf(column, row)])),
    expected: expectedAnswer(expected, row),
    answered: givenAnswer(answers, expected),
  };
}
