/** Which keys are held while a header is chosen. */
export type PickKeys = Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>;

interface Headers {
  /** Of all columns, in the order of the table. */
  names: readonly string[];
  picked: ReadonlySet<string>;
  /** The column that is active, by its place. */
  active: number;
}

/** The columns that are chosen together after a header is chosen: with Shift up to it, with Ctrl it too. */
export function pickedWith({ names, picked, active }: Headers, index: number, keys: PickKeys): string[] {
  const [name, here] = [names[index], names[active]];
  if (name === undefined) return [...picked];
  if (keys.shiftKey) return names.slice(Math.min(active, index), Math.max(active, index) + 1);
  if (!keys.ctrlKey && !keys.metaKey) return [];
  const before = picked.size === 0 && here !== undefined ? [here] : [...picked];
  const others = before.filter((other) => other !== name);
  return before.includes(name) && before.length > 1 ? others : [...others, name];
}

/** The place up to which Shift and an arrow choose: one more of the neighbours, or one less on the other side. */
export function extendedTo({ names, picked, active }: Headers, by: 1 | -1): number {
  const places = names.flatMap((name, index) => (picked.has(name) ? [index] : []));
  const [first, last] = [places[0] ?? active, places.at(-1) ?? active];
  const end = first < active ? first : last;
  return Math.min(Math.max(0, end + by), names.length - 1);
}
