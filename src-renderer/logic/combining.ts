import type { Combination, Dataset } from '../../src-main/contract';
import { count } from './numbers';

/** The key to begin with: a column that both have, one that names rows first. Empty when they have none. */
export function commonKeys(left: Dataset | null, right: Dataset | null): { left: string; right: string }[] {
  if (left === null || right === null) return [];
  const common = left.columns.flatMap((column) => {
    const other = right.columns.find(({ name }) => name.toLowerCase() === column.name.toLowerCase());
    if (other === undefined) return [];
    return [{ left: column.name, right: other.name, names: column.identifier || other.identifier }];
  });
  const best = common.find(({ names }) => names) ?? common[0];
  return best === undefined ? [] : [{ left: best.left, right: best.right }];
}

/** What combining gives, in words. */
export function factsOf({ rows, columns, matches }: Combination): [string, string][] {
  const size: [string, string][] = [
    ['Rows', count(rows)],
    ['Columns', count(columns.length)],
  ];
  if (matches === null) return size;
  const { leftRows, leftMatched, rightRows, rightMatched, repeatedKeys } = matches;
  return [
    ...size,
    ['First, rows that match', `${count(leftMatched)} of ${count(leftRows)}`],
    ['Second, rows that match', `${count(rightMatched)} of ${count(rightRows)}`],
    ['Second, repeated keys', count(repeatedKeys)],
  ];
}

/** How a data set was made of others, in words; empty for one that is read from a file. */
export function madeOf({ combined }: Dataset): [string, string][] {
  if (combined === undefined) return [];
  const { how, parts } = combined;
  const names = parts.map(({ name }) => name).join(', ');
  if (how.kind === 'stack') return [['Rows of', names]];
  return [
    ['Joined', names],
    ['By', how.keys.map(({ left, right }) => (left === right ? left : `${left} = ${right}`)).join(', ')],
    ['Rows', how.type === 'left' ? 'all of the first' : 'only those that match'],
    ['Repeated keys', how.duplicates === 'first' ? 'the first row' : 'refused'],
  ];
}
