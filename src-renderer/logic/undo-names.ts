/** Undo or redo with the change that it is about: "Undo: split of the rows". */
export const withChange = (verb: 'Undo' | 'Redo', change: string | undefined): string =>
  change === undefined ? verb : `${verb}: ${change}`;
