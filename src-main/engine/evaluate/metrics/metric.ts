/** What a metric of classes sees. */
export interface ClassifiedRows {
  /** Number of classes that the model knows. */
  classes: number;
  /** Index of the actual class, or -1 where training never saw it: such a row can only be wrong. */
  actual: ArrayLike<number>;
  /** Index of the most probable class, the first of equals. */
  predicted: ArrayLike<number>;
  /** [rows, classes], row by row. */
  probabilities: ArrayLike<number>;
}

/** What a metric of numbers sees. */
export interface MeasuredRows {
  actual: ArrayLike<number>;
  predicted: ArrayLike<number>;
}

interface Described {
  name: string;
  title: string;
  /** Which way is better. */
  direction: 'higher' | 'lower';
}

export interface ClassificationMetric extends Described {
  task: 'classification';
  /** Null where it is not defined. */
  compute(rows: ClassifiedRows): number | null;
}

export interface RegressionMetric extends Described {
  task: 'regression';
  compute(rows: MeasuredRows): number;
}
