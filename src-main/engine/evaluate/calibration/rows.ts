/** Outputs of a network for rows whose class is known. */
export interface CalibrationRows {
  /** [rows, width]: one logit (of the second class) where there are two classes, else one a class. */
  outputs: Float64Array;
  /** The class of each row. */
  actual: Int32Array;
  classes: number;
}

/** Outputs a row. */
export const widthOf = ({ classes }: Pick<CalibrationRows, 'classes'>): number =>
  classes === 2 ? 1 : classes;

/** Some of the rows. */
export function takeRows({ outputs, actual, classes }: CalibrationRows, rows: Int32Array): CalibrationRows {
  const width = widthOf({ classes });
  const taken = new Float64Array(rows.length * width);
  rows.forEach((row, place) => {
    for (let k = 0; k < width; k++) taken[place * width + k] = outputs[row * width + k] ?? 0;
  });
  return { outputs: taken, actual: Int32Array.from(rows, (row) => actual[row] ?? 0), classes };
}
