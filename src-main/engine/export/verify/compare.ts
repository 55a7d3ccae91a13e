import type { Allowance } from '../../../contract/schemas/exports';
import { difference, isChangedDecision } from './difference';
import type { Differences } from './difference';
import type { Expected } from './expected';
import type { Answers } from './runtimes';

/** Where no difference is promised, a predicted number that moved by more than this is a changed decision. */
const moved = 0.1;
/** Differences up to this are those of rounding: only files of exact weights are held to them. */
const roundingOnly = 1e-5;

/** Whether a file is to be exact, so that hostile rows, which make any rounding large, are held to it too. */
export const isExact = ({ difference: allowed }: Allowance): boolean =>
  allowed !== null && allowed <= roundingOnly;

const mostProbable = (answers: Answers, row: number, classes: readonly string[]): string => {
  const of = answers.scores.subarray(row * answers.width, (row + 1) * answers.width);
  return classes[of.indexOf(Math.max(...of))] ?? '';
};

/** Adds the answers to rows from `start` on to what was found before. */
export function compareBatch(
  answers: Answers,
  expected: Expected,
  start: number,
  allowance: Allowance,
  differences: readonly Differences[],
): void {
  // A decision between two that are nearly as likely may fall either way, but only as near as is promised.
  const nearness = allowance.difference ?? 0;
  const rows = answers.scores.length / answers.width;
  const add = (value: number): void => differences.forEach((one) => one.add(value));
  const change = (): void => differences.forEach((one) => one.changedDecisions++);
  for (let row = 0; row < rows; row++) {
    if (expected.kind === 'number') {
      const wanted = expected.predicted[start + row] ?? Number.NaN;
      const distance = difference(answers.scores[row] ?? Number.NaN, wanted, expected.spread);
      add(distance);
      if (allowance.difference === null && distance > moved) change();
      continue;
    }
    const probabilities = expected.probabilities.map((column) => column[start + row] ?? Number.NaN);
    probabilities.forEach((wanted, index) => {
      add(difference(answers.scores[row * answers.width + index] ?? Number.NaN, wanted, null));
    });
    const { classes, threshold } = expected;
    const chosen = answers.labels?.[row] ?? mostProbable(answers, row, classes);
    if (
      isChangedDecision(chosen, expected.predicted(start + row), classes, probabilities, nearness, threshold)
    ) {
      change();
    }
  }
  for (const one of differences) one.rows += rows;
}

/** Whether what was found is within what is allowed. */
export function holds(allowance: Allowance, all: Differences, ordinary: Differences): boolean {
  const held = isExact(allowance) || ordinary.rows === 0 ? all : ordinary;
  const near = held.largest <= (allowance.difference ?? Number.POSITIVE_INFINITY);
  return near && held.changedDecisions <= allowance.changedDecisions * Math.max(1, held.rows);
}
