import type { Parity } from '../../../contract/schemas/exports';
import { difference, isChangedDecision } from './difference';
import type { Differences } from './difference';
import type { Expected } from './expected';
import type { Answers } from './outputs';

/** Adds the answers to rows from `start` on to what was found before. */
export function compareBatch(
  answers: Answers,
  expected: Expected,
  start: number,
  parity: Parity,
  differences: readonly Differences[],
): void {
  const rows = answers.scores.length / answers.width;
  const add = (value: number): void => differences.forEach((one) => one.add(value));
  const change = (): void => differences.forEach((one) => one.changedDecisions++);
  for (let row = 0; row < rows; row++) {
    if (expected.kind === 'number') {
      const wanted = expected.predicted[start + row] ?? Number.NaN;
      const distance = difference(answers.scores[row] ?? Number.NaN, wanted, expected.spread);
      add(distance);
      // Within the tolerance of exact files a number decides nothing.
      if (parity.difference === null && distance > parity.moved) change();
      continue;
    }
    const probabilities = expected.probabilities.map((column) => column[start + row] ?? Number.NaN);
    probabilities.forEach((wanted, index) => {
      add(difference(answers.scores[row * answers.width + index] ?? Number.NaN, wanted, null));
    });
    const chosen = answers.labels?.[row] ?? '';
    const ours = expected.predicted(start + row);
    if (isChangedDecision(chosen, ours, expected.classes, probabilities, parity.tie)) change();
  }
  for (const one of differences) one.rows += rows;
}

/** Whether what was found is within what a kind of file is held to. */
export function holds(parity: Parity, all: Differences, ordinary: Differences): boolean {
  const held = parity.hostile || ordinary.rows === 0 ? all : ordinary;
  const near = parity.difference === null || held.largest <= parity.difference;
  return near && held.changedDecisions <= parity.changed * held.rows;
}
