import { StrongroomError } from '../../contract/errors';
import { Random } from '../random';
import { learnableRows } from '../features/host-target';
import type { Fitted } from '../features/fitted';
import { isLog } from '../model/ensemble/target';
import type { Stack } from '../model/ensemble/join';
import { fitClasses, fitNumbers } from '../model/ensemble/stacking';
import type { HeldOut } from './held-out';

/** Parts in which the stack itself is tried on rows that it was not fitted on. */
const parts = 5;
/** Fewer rows tell nothing about several weights. */
const leastRows = 10;

const classesOf = ({ target }: Fitted): number => (target.kind === 'classes' ? target.classes.length : 0);

/** Logits of every class: with two classes a network gives only that of the second. */
function logitsOf(fitted: Fitted, { outputs }: HeldOut, rows: Int32Array): Float64Array {
  const classes = classesOf(fitted);
  const width = fitted.task === 'binary' ? 1 : classes;
  const logits = new Float64Array(rows.length * classes);
  rows.forEach((row, place) => {
    for (let k = 0; k < width; k++)
      logits[place * classes + (classes - width) + k] = outputs[row * width + k] ?? 0;
  });
  return logits;
}

function fitOn(fitted: Fitted, held: readonly HeldOut[], rows: Int32Array): Stack {
  const { target } = fitted;
  const actual = held[0]?.target ?? new Float32Array(0);
  if (target.kind === 'number') {
    const standard = (value: number): number => (value - target.mean) / target.deviation;
    return fitNumbers(
      held.map(({ outputs }) => Float64Array.from(rows, (row) => standard(outputs[row] ?? 0))),
      Float64Array.from(rows, (row) => standard(actual[row] ?? 0)),
    );
  }
  const z = held.map((one) => logitsOf(fitted, one, rows));
  const weights = fitClasses(
    z,
    Int32Array.from(rows, (row) => actual[row] ?? 0),
    target.classes.length,
  );
  return { weights, bias: 0 };
}

/**
 * Learns how much each member's output counts, from rows that none of them was trained on.
 * Throws ENSEMBLE_UNSUITABLE where they are too few, or where a logarithm was learned.
 */
export function fitStack(fitted: Fitted, held: readonly HeldOut[]): Stack {
  const rows = learnableRows(fitted, held[0]?.target ?? new Float32Array(0));
  if (isLog(fitted)) {
    throw new StrongroomError(
      'ENSEMBLE_UNSUITABLE',
      'Runs that learned the logarithm of a number are not stacked.',
      {
        next: 'Average them instead.',
      },
    );
  }
  if (rows.length < leastRows) {
    throw new StrongroomError(
      'ENSEMBLE_UNSUITABLE',
      'Too few rows are left to learn from how to weigh the runs.',
      {
        expected: `at least ${String(leastRows)} rows that no run was trained on`,
        received: String(rows.length),
        next: 'Average the runs instead, or train them with folds.',
      },
    );
  }
  return fitOn(fitted, held, rows);
}

/** Answers [rows, score columns] of members as they are joined: weighed by a stack, or the mean of their answers. */
export function answersOf(fitted: Fitted, held: readonly HeldOut[], how: Stack | 'mean'): Float64Array {
  const rows = Int32Array.from((held[0]?.rows ?? []).keys());
  const { target } = fitted;
  if (target.kind === 'number') {
    const toScore = (value: number): number => (target.link === 'log' ? Math.exp(value) : value);
    return Float64Array.from(rows, (row) => {
      if (how === 'mean')
        return held.reduce((sum, { outputs }) => sum + toScore(outputs[row] ?? 0), 0) / held.length;
      const sum = held.reduce(
        (total, { outputs }, i) =>
          total + (how.weights[i] ?? 0) * (((outputs[row] ?? 0) - target.mean) / target.deviation),
        how.bias,
      );
      return sum * target.deviation + target.mean;
    });
  }
  const classes = classesOf(fitted);
  const logits = held.map((one) => logitsOf(fitted, one, rows));
  const scores = new Float64Array(rows.length * classes);
  const add = (row: number, values: number[], share: number): void => {
    const most = Math.max(...values);
    const total = values.reduce((sum, value) => sum + Math.exp(value - most), 0);
    values.forEach((value, k) => {
      scores[row * classes + k] = (scores[row * classes + k] ?? 0) + (share * Math.exp(value - most)) / total;
    });
  };
  const at = (member: number, row: number): number[] =>
    Array.from({ length: classes }, (_, k) => logits[member]?.[row * classes + k] ?? 0);
  rows.forEach((row) => {
    if (how === 'mean') held.forEach((_, i) => add(row, at(i, row), 1 / held.length));
    else {
      const weighed = Array.from({ length: classes }, (_, k) =>
        held.reduce((sum, __, i) => sum + (how.weights[i] ?? 0) * (at(i, row)[k] ?? 0), 0),
      );
      add(row, weighed, 1);
    }
  });
  return scores;
}

/**
 * What the joined model of classes says of rows that none of its members was trained on: the mean of their outputs, or as
 * a stack weighs them. Null for numbers, and where the members have not kept answers for the same rows.
 */
export function joinedHeldOut(
  fitted: Fitted,
  held: readonly HeldOut[] | null,
  stack: Stack | null,
): HeldOut | null {
  const [first] = held ?? [];
  if (held === null || first === undefined || fitted.target.kind === 'number') return null;
  const outputs = new Float32Array(first.outputs.length);
  held.forEach((one, member) => {
    const weight = stack === null ? 1 / held.length : (stack.weights[member] ?? 0);
    for (let place = 0; place < outputs.length; place++)
      outputs[place] = (outputs[place] ?? 0) + weight * (one.outputs[place] ?? 0);
  });
  const probabilities = Float32Array.from(answersOf(fitted, held, stack ?? 'mean'));
  return { rows: first.rows, target: first.target, outputs, probabilities };
}

/** Answers of stacks for rows that they were not fitted on: the rows dealt into parts, each answered by a stack of the others. */
export function crossFitted(fitted: Fitted, held: readonly HeldOut[], seed: number): Float64Array {
  const all = held[0]?.rows.length ?? 0;
  const learnable = new Set(learnableRows(fitted, held[0]?.target ?? new Float32Array(0)));
  const order = new Random(seed, 'parts of a stack').shuffle(
    Int32Array.from({ length: all }, (_, row) => row),
  );
  const partOf = new Int32Array(all);
  order.forEach((row, place) => {
    partOf[row] = place % parts;
  });
  const width = fitted.target.kind === 'number' ? 1 : classesOf(fitted);
  const scores = new Float64Array(all * width);
  for (let part = 0; part < parts; part++) {
    const rows = Int32Array.from(order)
      .filter((row) => partOf[row] !== part && learnable.has(row))
      .sort();
    const answers = answersOf(fitted, held, fitOn(fitted, held, rows));
    for (let row = 0; row < all; row++) {
      if (partOf[row] !== part) continue;
      for (let k = 0; k < width; k++) scores[row * width + k] = answers[row * width + k] ?? 0;
    }
  }
  return scores;
}
