import type { Analysis, Association } from '../../../contract/schemas/analysis';
import type { ColumnSummary } from '../../../contract/schemas/data';
import { coded } from './bins';
import { measures } from './measures';
import type { Compared } from './measures';
import { ranked } from './ranks';
import type { Sample, SampleColumn } from './sample';

/** Pairs grow with the square of the columns, and a picture of more cannot be read. */
export const mostColumns = 40;

export const compared = (column: SampleColumn): Compared => ({
  ...coded(column),
  numbers: column.values === null ? null : ranked(column.values),
});

/**
 * Which columns are compared with one another, the target always among them, and why others are not.
 * @param telling the columns by what they tell of the target, most first; where it is not known, the first are taken.
 */
export function chooseColumns(
  columns: readonly ColumnSummary[],
  target: string | null,
  telling: readonly string[] | null = null,
): { chosen: ColumnSummary[]; leftOut: Analysis['leftOut'] } {
  const leftOut: Analysis['leftOut'] = [];
  const leave = (column: string, reason: string): false => {
    leftOut.push({ column, reason });
    return false;
  };
  const suited = columns.filter((column) => {
    if (column.constant) return leave(column.name, 'It has a single value.');
    if (column.name === target) return true;
    if (column.identifier) return leave(column.name, 'It names rows.');
    if (column.type === 'text') return leave(column.name, 'It is free text.');
    return true;
  });
  const most = suited.some(({ name }) => name === target) ? mostColumns - 1 : mostColumns;
  const places = new Map(telling?.map((name, i) => [name, i]));
  const placeOf = ({ name }: ColumnSummary): number => places.get(name) ?? places.size;
  const others = suited.filter(({ name }) => name !== target).sort((a, b) => placeOf(a) - placeOf(b));
  const reason =
    telling === null
      ? `The first ${mostColumns} columns are compared.`
      : `Only the ${most} columns that tell most of "${target ?? ''}" are compared.`;
  for (const { name } of others.slice(most)) leave(name, reason);
  const kept = new Set([...others.slice(0, most).map(({ name }) => name), target]);
  return { chosen: suited.filter(({ name }) => kept.has(name)), leftOut };
}

/** All measures of all pairs. @param tell is given the share that is done, and may throw to end the work. */
export async function associationsOf(
  { columns }: Sample,
  tell: (share: number) => void = () => undefined,
): Promise<Association[]> {
  const prepared = columns.map(compared);
  const names = columns.map(({ name }) => name);
  const found: Association[] = [];
  for (const [done, { name: measure, between }] of measures.entries()) {
    const values = names.map((_, i) => names.map((_, j): number | null => (i === j ? 1 : null)));
    for (const [i, a] of prepared.entries()) {
      for (const [j, b] of prepared.entries()) {
        if (j < i) continue;
        const value = between(a, b);
        const isDefined = i !== j || value !== null;
        const cell = i === j && isDefined && value !== null ? 1 : value;
        const row = values[i];
        const mirrored = values[j];
        if (row !== undefined) row[j] = cell;
        if (mirrored !== undefined) mirrored[i] = cell;
      }
      tell((done + (i + 1) / prepared.length) / measures.length);
      // A breath, in which a cancellation is heard.
      await new Promise((resolve) => setImmediate(resolve));
    }
    found.push({ measure, columns: names, values });
  }
  return found;
}
