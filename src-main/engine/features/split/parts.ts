/** Which part of the data a row is in; rows without a target are in none. */
export const parts = { train: 0, validation: 1, test: 2, none: 3 } as const;

/** The code of a row without a class, a group or a word. */
export const noClass = 0xffffffff;
