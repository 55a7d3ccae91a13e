import type { ColumnType } from '../../contract/schemas/data';
import type { CleaningDocument } from '../data/steps/document';
import type { Fitted, FittedFeature } from '../features/fitted';
import { Random } from '../random';
import { hostileValues } from './hostile-values';
import { ordinaryFrame } from './ordinary';

/** A cell before cleaning: moments are seconds since 1970. */
export type RawValue = number | string | boolean | null;
export interface RawColumn {
  name: string;
  type: ColumnType;
}

/** At most so many cells are made up; a very wide table gets fewer rows. */
const mostCells = 60_000;
const fewestRows = 60;
const mostRows = 1500;
/** At most so many texts and numbers of the steps are tried. */
const mostTried = 200;

/** Whole numbers that a double tells apart. */
const mostWhole = 2 ** 53;

/** Numbers and texts that stand anywhere in the steps and in what they learned: where cleaning changes its ways. */
function namedValues(value: unknown): { numbers: number[]; texts: string[] } {
  const found = { numbers: new Set<number>(), texts: new Set<string>() };
  const look = (one: unknown): void => {
    if (typeof one === 'number') found.numbers.add(one);
    else if (typeof one === 'string') {
      found.texts.add(one);
      const number = Number(one);
      if (one.trim() !== '' && Number.isFinite(number)) found.numbers.add(number);
      // Literals of expressions.
      for (const [literal] of one.matchAll(/\d+(\.\d+)?/g)) found.numbers.add(Number(literal));
      for (const [, word] of one.matchAll(/'([^']+)'/g)) found.texts.add(word ?? '');
    } else if (Array.isArray(one)) one.forEach(look);
    else if (typeof one === 'object' && one !== null) Object.values(one).forEach(look);
  };
  look(value);
  return {
    numbers: [...found.numbers].slice(0, mostTried),
    texts: [...found.texts].filter((text) => text !== '').slice(0, mostTried),
  };
}

const usualNumbers = [0, 1, -1, 2, 3, -3, 10, 100, 1000];
const oddNumbers = [0.5, -0.5, 1.5, 2.5, -2.5, 0.1, 0.15, -0.25, 1e-7, 123_456.789, 1e6, -1e6, 1e15, -1e15];

function triedNumbers(feature: FittedFeature | undefined, named: readonly number[]): number[] {
  const own =
    feature === undefined ? [] : hostileValues(feature).filter((value) => typeof value === 'number');
  const near = named.flatMap((value) => [value, value - 1, value + 1, value - 1e-6, value + 0.5]);
  return [...usualNumbers, ...oddNumbers, ...near, ...own].filter((value) => Math.abs(value) <= 1e20);
}

/** What may stand in a column that is hostile to cleaning. */
function triedValues(
  { type }: RawColumn,
  feature: FittedFeature | undefined,
  named: ReturnType<typeof namedValues>,
): RawValue[] {
  switch (type) {
    case 'boolean':
      return [null, true, false];
    case 'integer':
      return [
        null,
        ...triedNumbers(feature, named.numbers)
          .map(Math.round)
          .filter((value) => Math.abs(value) <= mostWhole),
      ];
    case 'decimal':
      return [null, ...triedNumbers(feature, named.numbers)];
    case 'date':
    case 'datetime': {
      const step = type === 'date' ? 86_400 : 1;
      const moments = [0, -1, 86_399, 951_782_400, 1.7e9, -2.2e9, 4e9, 2_524_608_000];
      return [null, ...moments.map((value) => Math.floor(value / step) * step)];
    }
    case 'image':
      // Pictures cannot be made up before cleaning: there is nothing that they would be found by.
      return [null];
    case 'category':
    case 'text': {
      const known = feature !== undefined && 'vocabulary' in feature ? feature.vocabulary : [];
      const texts = [...named.texts, ...known].slice(0, mostTried);
      const odd = ['never seen', 'NA', 'N/A', '1,5', ' ', 'true', '数据'];
      const varied = texts.slice(0, 20).flatMap((text) => [` ${text}`, text.toUpperCase(), `${text}${text}`]);
      return [null, ...odd, ...texts, ...varied];
    }
  }
}

/**
 * Rows of a table before cleaning: hostile ones try what stands in the steps and its neighbours, one cell or three at a
 * time; ordinary ones have what training knew, where a column goes to the model as it is. The same model gives the same.
 */
export function rawRows(
  columns: readonly RawColumn[],
  fitted: Fitted,
  document: CleaningDocument,
  how: 'ordinary' | 'hostile',
): RawValue[][] {
  const random = new Random(1, `raw ${how}`);
  const rows = Math.max(fewestRows, Math.min(mostRows, Math.floor(mostCells / Math.max(1, columns.length))));
  const named = namedValues([document.steps, document.learned]);
  const features = new Map(fitted.features.map((feature) => [feature.column, feature]));
  const usual = ordinaryFrame(fitted, rows);
  const tried = columns.map((column) => triedValues(column, features.get(column.name), named));
  const ordinary = columns.map((column): ((row: number) => RawValue) => {
    const same = usual.columns.find(({ name }) => name === column.name);
    const isWhole = column.type === 'integer' || column.type === 'date';
    if (same?.kind === 'text' && (column.type === 'category' || column.type === 'text'))
      return (row) => same.dictionary[same.codes[row] ?? -1] ?? null;
    if (same !== undefined && 'values' in same && column.type !== 'category' && column.type !== 'text')
      return (row) => {
        const value = same.values[row] ?? Number.NaN;
        if (!Number.isFinite(value)) return null;
        return column.type === 'boolean' ? value > 0 : isWhole ? Math.round(value) : value;
      };
    const list = triedValues(column, undefined, { numbers: [], texts: named.texts });
    return () => list[random.below(Math.min(list.length, 40))] ?? null;
  });
  return Array.from({ length: rows }, (_, row) => {
    const cells = ordinary.map((cell) => cell(row));
    if (how === 'ordinary') return cells;
    if (row === 0) return cells.map(() => null);
    for (let change = 0; change < (row % 2 === 0 ? 1 : 3); change++) {
      const place = random.below(columns.length);
      const list = tried[place] ?? [];
      cells[place] = list[random.below(list.length)] ?? null;
    }
    return cells;
  });
}
