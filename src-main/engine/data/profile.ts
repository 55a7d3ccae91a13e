import type { Column, ColumnSummary, Profile } from '../../contract/schemas/data';
import { countDistinct, holdsImages, isIdentifier, refinedType, topValues } from './column-kinds';
import type { Basics } from './column-kinds';
import { numeric, throwIfCancelled } from './database';
import type { Database } from './database';
import { distributionOf, quartilesOf, sequenceDistribution } from './distribution';
import { groupValues, groupedStatistics, repetitionOf } from './repetition';
import { identifier } from './sql';
import { fewRows, isDate, isNumber, measure, statisticsOf, topOf } from './statistics';
import type { PhysicalColumn, Statistics, ValueSource } from './statistics';

export type { PhysicalColumn } from './statistics';

/** Columns of a wide table that are asked of together: planning a query takes more than twice as long for twice as many. */
const widestBatch = 24;
/** Columns of a wide table that are copied out of the file together: opening it takes time with its width. */
const widestCopy = 240;
/** Values of such a copy, 8 bytes each: it stays within the memory of an import. */
const valuesOfBatch = 4_000_000;
const none: ReadonlySet<string> = new Set();
async function summarise(
  database: Database,
  relation: string,
  column: PhysicalColumn,
  statistics: Statistics,
  source: ValueSource,
  rows: number,
  values: readonly (number | null)[] | null,
): Promise<ColumnSummary> {
  const { present, length } = statistics;
  const hasMeasure = isNumber(column.type) || isDate(column.type);
  const words = hasMeasure ? null : await topOf(database, relation, column.name, topValues);
  const counted =
    words === null
      ? await countDistinct(database, relation, column, statistics)
      : { distinct: words.distinct, ascending: false };
  const images = await holdsImages(database, relation, column, { present, length });
  const basics: Basics = { present, length, images, ...counted };
  const summary: ColumnSummary = {
    name: column.name,
    type: refinedType(column, basics),
    identifier: isIdentifier(column, basics),
    constant: basics.distinct <= 1,
    missing: rows - present,
    distinct: basics.distinct,
    ...(statistics.estimated ? { distinctEstimated: true } : {}),
    numbers: null,
    dates: null,
    histogram: null,
    top: words?.top ?? [],
  };
  if (!hasMeasure || present === 0) return summary;
  const { minimum, maximum } = statistics;
  if (basics.ascending && maximum - minimum + 1 === present && Number.isSafeInteger(maximum)) {
    const { histogram, quartiles } = sequenceDistribution(minimum, maximum);
    return { ...summary, histogram, numbers: numbersOf(statistics, quartiles) };
  }
  const distribution = await distributionOf(database, source, statistics, values);
  summary.histogram = distribution.histogram;
  if (isDate(column.type)) {
    summary.dates = { first: statistics.first, last: statistics.last };
    return summary;
  }
  const quartiles = statistics.quartiles ?? (await quartilesOf(database, source, distribution));
  summary.numbers = numbersOf(statistics, quartiles);
  return summary;
}

function numbersOf(
  { minimum, maximum, mean, deviation: standardDeviation }: Statistics,
  [lowerQuartile = 0, median = 0, upperQuartile = 0]: readonly number[],
): NonNullable<ColumnSummary['numbers']> {
  return { minimum, maximum, mean, standardDeviation, lowerQuartile, median, upperQuartile };
}

/** What numbers and dates of a table of few rows measure, by the name of the column. */
async function measuresOf(
  database: Database,
  relation: string,
  columns: readonly PhysicalColumn[],
): Promise<Map<string, (number | null)[]>> {
  const measured = columns.filter(({ type }) => isNumber(type) || isDate(type));
  const values = measured.map((): (number | null)[] => []);
  if (measured.length > 0) {
    const sql = measured.map((column, i) => `${measure(column)} AS m${i}`).join(', ');
    for await (const chunk of database.chunks(`SELECT ${sql} FROM ${relation}`))
      chunk.forEach((column, i) => {
        for (const value of column) values[i]?.push(typeof value === 'number' ? value : null);
      });
  }
  return new Map(measured.map(({ name }, i) => [name, values[i] ?? []]));
}

async function summariseBatch(
  database: Database,
  relation: string,
  batch: readonly PhysicalColumn[],
  rows: number,
  add: (summary: ColumnSummary) => void,
): Promise<void> {
  const isSmall = rows <= fewRows;
  const { repeated, estimated } = isSmall
    ? { repeated: none, estimated: none }
    : await repetitionOf(database, relation, batch);
  const rowwise = batch.filter(({ name }) => !repeated.has(name));
  const found = await statisticsOf(database, relation, rowwise, rows, estimated);
  const statistics = new Map(rowwise.map(({ name }, i) => [name, found[i]]));
  const values = isSmall ? await measuresOf(database, relation, batch) : null;
  for (const column of batch) {
    const isGrouped = repeated.has(column.name);
    const source: ValueSource = isGrouped
      ? await groupValues(database, relation, column)
      : { relation, column, weight: null };
    const known = isGrouped ? await groupedStatistics(database, source) : statistics.get(column.name);
    if (known !== undefined)
      add(await summarise(database, relation, column, known, source, rows, values?.get(column.name) ?? null));
  }
}

/**
 * The summary of every column of a table, by SQL.
 * @param progress is told the share of columns done.
 */
export async function profileOf(
  database: Database,
  relation: string,
  columns: readonly PhysicalColumn[],
  options: { signal?: AbortSignal; progress?: (share: number) => void } = {},
): Promise<Profile> {
  const [count = {}] = await database.rows(`SELECT count(*)::DOUBLE AS rows FROM ${relation}`);
  const rows = numeric(count['rows']);
  const summaries: ColumnSummary[] = [];
  const size = Math.max(1, Math.min(widestCopy, Math.floor(valuesOfBatch / Math.max(1, rows))));
  const isWide = columns.length > widestBatch;
  for (let start = 0; start < columns.length; start += isWide ? size : columns.length) {
    const copied = isWide ? columns.slice(start, start + size) : columns;
    let from = relation;
    if (isWide) {
      const names = copied.map(({ name }) => identifier(name)).join(', ');
      await database.run(`CREATE OR REPLACE TEMP TABLE profiled AS SELECT ${names} FROM ${relation}`);
      from = 'profiled';
    }
    for (let at = 0; at < copied.length; at += widestBatch) {
      const batch = copied.slice(at, at + widestBatch);
      await summariseBatch(database, from, batch, rows, (summary) => {
        throwIfCancelled(options.signal);
        summaries.push(summary);
        options.progress?.(summaries.length / columns.length);
      });
    }
  }
  await database.run('DROP TABLE IF EXISTS grouped');
  if (isWide) await database.run('DROP TABLE IF EXISTS profiled');
  return { rows, columns: summaries };
}

/** The part of a summary that the data set's manifest keeps. */
export const columnOf = ({ name, type, identifier: id, constant }: ColumnSummary): Column => ({
  name,
  type,
  identifier: id,
  constant,
});
