import type { ColumnDrift, Drift } from '../../../contract/schemas/analysis';
import type { ColumnSummary, Profile } from '../../../contract/schemas/data';
import { throwIfCancelled } from '../database';
import type { Database } from '../database';
import { isDate, isNumber } from '../statistics';
import { ascendingOf, placeAmong, quantileEdges } from './bins';
import { chiSquaredTest, kolmogorovSmirnov } from './drift-tests';
import { readSample } from './sample';
import type { SampleColumn } from './sample';
import { stabilityIndex, verdictOf } from './stability';

const bins = 10;
const mostNew = 20;
/** Parts that a picture shows; the index is of all. */
const partsShown = 20;
const columnsAtOnce = 16;

export interface Table {
  relation: string;
  profile: Profile;
}

/** Numbers and dates are compared as numbers, everything else as words. */
type Kind = 'number' | 'date' | 'words';
const kindOf = ({ type }: ColumnSummary): Kind =>
  isNumber(type) ? 'number' : isDate(type) ? 'date' : 'words';

interface Compared {
  labels: string[];
  before: number[];
  after: number[];
  test: ColumnDrift['test'];
}

const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
const short = (value: number): string => String(Number(value.toPrecision(4)));

/** Parts are the tenths of the earlier table, and missing. */
function compareNumbers(before: Float64Array, after: Float64Array, isDates: boolean): Compared {
  const first = ascendingOf(before);
  const second = ascendingOf(after);
  const edges = quantileEdges(first, bins);
  const countOf = (values: Float64Array, missing: number): number[] => {
    const counts = Array<number>(edges.length + 1).fill(0);
    for (const value of values) {
      const place = placeAmong(edges, value);
      counts[place] = (counts[place] ?? 0) + 1;
    }
    return [...counts, missing];
  };
  const text = isDates ? day : short;
  const labels = [...edges, null].map((edge, i) => {
    const from = edges[i - 1];
    if (edge === null) return from === undefined ? 'all' : `over ${text(from)}`;
    return from === undefined ? `up to ${text(edge)}` : `${text(from)} to ${text(edge)}`;
  });
  return {
    labels: [...labels, 'missing'],
    before: countOf(first, before.length - first.length),
    after: countOf(second, after.length - second.length),
    test: kolmogorovSmirnov(first, second),
  };
}

function compareWords(
  before: SampleColumn,
  after: SampleColumn,
): Compared & { fresh: ColumnDrift['newCategories'] } {
  const labels = [...new Set([...before.labels, ...after.labels])];
  const places = new Map(labels.map((label, i) => [label, i]));
  const countOf = ({ codes, labels: own }: SampleColumn): number[] => {
    const counts = Array<number>(labels.length + 1).fill(0);
    for (const code of codes ?? []) {
      const place = places.get(own[code] ?? '') ?? labels.length;
      const kept = code < 0 ? labels.length : place;
      counts[kept] = (counts[kept] ?? 0) + 1;
    }
    return counts;
  };
  const first = countOf(before);
  const second = countOf(after);
  const known = new Set(before.labels);
  const fresh = labels
    .map((value, i) => ({ value, rows: second[i] ?? 0 }))
    .filter(({ value, rows }) => rows > 0 && !known.has(value))
    .sort((a, b) => b.rows - a.rows || a.value.localeCompare(b.value));
  return {
    labels: [...labels, 'missing'],
    before: first,
    after: second,
    test: chiSquaredTest(first.slice(0, -1), second.slice(0, -1)),
    fresh,
  };
}

const shares = (counts: readonly number[]): number[] => {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total === 0 ? 0 : count / total));
};

function columnDrift(before: SampleColumn, after: SampleColumn): ColumnDrift {
  const isWords = before.values === null || after.values === null;
  const compared =
    before.values === null || after.values === null
      ? compareWords(before, after)
      : { ...compareNumbers(before.values, after.values, isDate(before.summary.type)), fresh: [] };
  const first = shares(compared.before);
  const second = shares(compared.after);
  const parts = compared.labels.map((label, i) => ({
    label,
    before: first[i] ?? 0,
    after: second[i] ?? 0,
  }));
  const index = stabilityIndex(compared.before, compared.after);
  const shown = isWords
    ? [...parts].sort((a, b) => b.before + b.after - a.before - a.after).slice(0, partsShown)
    : parts;
  return {
    column: before.name,
    type: before.summary.type,
    stabilityIndex: index,
    verdict: verdictOf(index),
    test: compared.test,
    missingBefore: first.at(-1) ?? 0,
    missingAfter: second.at(-1) ?? 0,
    parts: shown,
    newCategories: compared.fresh.slice(0, mostNew),
    newCategoryCount: compared.fresh.length,
  };
}

/**
 * How a later table differs from an earlier one, column by column, on at most 100,000 rows of each. Identifiers, free
 * text and columns that only one of them has are not compared.
 */
export async function driftBetween(
  database: Database,
  before: Table,
  after: Table,
  options: { signal?: AbortSignal; progress?: (share: number) => void } = {},
): Promise<Drift> {
  const later = new Map(after.profile.columns.map((column) => [column.name, column]));
  const earlierNames = new Set(before.profile.columns.map(({ name }) => name));
  const changedTypes: Drift['changedTypes'] = [];
  const shared = before.profile.columns.filter((column) => {
    const other = later.get(column.name);
    if (other === undefined || column.identifier || column.type === 'text') return false;
    if (kindOf(column) === kindOf(other)) return true;
    changedTypes.push({ column: column.name, before: column.type, after: other.type });
    return false;
  });
  const columns: ColumnDrift[] = [];
  let sampledBefore = before.profile.rows;
  let sampledAfter = after.profile.rows;
  for (let start = 0; start < shared.length; start += columnsAtOnce) {
    throwIfCancelled(options.signal);
    const batch = shared.slice(start, start + columnsAtOnce);
    const others = batch.flatMap(({ name }) => later.get(name) ?? []);
    const first = await readSample(database, before.relation, before.profile.rows, batch);
    const second = await readSample(database, after.relation, after.profile.rows, others);
    sampledBefore = first.rows;
    sampledAfter = second.rows;
    first.columns.forEach((column, i) => {
      const other = second.columns[i];
      if (other !== undefined) columns.push(columnDrift(column, other));
    });
    options.progress?.(Math.min(1, (start + columnsAtOnce) / shared.length));
  }
  return {
    rowsBefore: before.profile.rows,
    rowsAfter: after.profile.rows,
    sampledBefore,
    sampledAfter,
    columns: columns.sort((a, b) => b.stabilityIndex - a.stabilityIndex),
    missingColumns: before.profile.columns.map(({ name }) => name).filter((name) => !later.has(name)),
    newColumns: after.profile.columns.map(({ name }) => name).filter((name) => !earlierNames.has(name)),
    changedTypes,
  };
}
