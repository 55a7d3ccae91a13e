/** Colours there are for classes; tokens.css names them --series-0 and so on. */
export const seriesColours = 8;

/**
 * The colour of a class: by its place among all classes of the column, so that it is the same in every view.
 * More classes than colours share them, which is why no picture relies on colour alone.
 */
export function seriesColour(index: number): string {
  return `var(--series-${String(((index % seriesColours) + seriesColours) % seriesColours)})`;
}

/** Colours for the classes in the order given. Repeated names share one. */
export function classColours(classes: readonly string[]): Map<string, string> {
  const colours = new Map<string, string>();
  for (const name of classes) {
    if (!colours.has(name)) colours.set(name, seriesColour(colours.size));
  }
  return colours;
}
