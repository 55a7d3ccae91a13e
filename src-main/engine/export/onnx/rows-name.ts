/** The name of the number of rows, in the shapes of inputs and outputs. */
export const rowsName = 'rows';
