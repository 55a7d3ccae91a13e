import * as tf from '@tensorflow/tfjs-core';

/** What a recurrent layer keeps from step to step, each [rows, units]; the first is its output. */
export type State = tf.Tensor2D[];

export interface CellWeights {
  /** [units, gates x units] */
  recurrent: tf.Tensor2D;
  units: number;
}

/** One step. @param x what goes in times its kernel, with the bias: [rows, gates x units]. @param drop [rows, units] or nothing. */
export type Cell = (
  x: tf.Tensor2D,
  state: State,
  weights: CellWeights,
  drop: tf.Tensor2D | undefined,
) => State;

const gate = (x: tf.Tensor2D, units: number, place: number): tf.Tensor2D =>
  tf.slice2d(x, [0, place * units], [-1, units]);

/** Of what is kept, what the step sees: in training some units are off. */
const seen = (h: tf.Tensor2D, drop: tf.Tensor2D | undefined): tf.Tensor2D =>
  drop === undefined ? h : tf.mul(h, drop);

/** Hochreiter and Schmidhuber (1997) with forget gates, laid out as in Keras: input, forget, cell, output. */
const lstm: Cell = (x, [h, c], { recurrent, units }, drop) => {
  if (h === undefined || c === undefined) return [];
  const all = tf.add<tf.Tensor2D>(x, tf.matMul(seen(h, drop), recurrent));
  const kept = tf.mul(tf.sigmoid(gate(all, units, 1)), c);
  const added = tf.mul(tf.sigmoid(gate(all, units, 0)), tf.tanh(gate(all, units, 2)));
  const cell = tf.add<tf.Tensor2D>(kept, added);
  return [tf.mul(tf.sigmoid(gate(all, units, 3)), tf.tanh(cell)), cell];
};

/** Cho and others (2014), laid out as in Keras with reset_after=False: update, reset, new. */
const gru: Cell = (x, [h], { recurrent, units }, drop) => {
  if (h === undefined) return [];
  const own = seen(h, drop);
  const gates = tf.add<tf.Tensor2D>(
    tf.slice2d(x, [0, 0], [-1, 2 * units]),
    tf.matMul(own, tf.slice2d(recurrent, [0, 0], [-1, 2 * units])),
  );
  const update = tf.sigmoid(gate(gates, units, 0));
  const reset = tf.mul<tf.Tensor2D>(tf.sigmoid(gate(gates, units, 1)), own);
  const proposed = tf.tanh(
    tf.add(gate(x, units, 2), tf.matMul(reset, tf.slice2d(recurrent, [0, 2 * units], [-1, units]))),
  );
  return [tf.add<tf.Tensor2D>(tf.mul(update, h), tf.mul(tf.sub(1, update), proposed))];
};

/** The kinds of cells, with how many gates they have and how much they keep. */
export const cells = {
  lstm: { step: lstm, gates: 4, states: 2 },
  gru: { step: gru, gates: 3, states: 1 },
} as const satisfies Record<string, { step: Cell; gates: number; states: number }>;
export type CellName = keyof typeof cells;
