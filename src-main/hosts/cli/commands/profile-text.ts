import type { Analysis, Association, Drift } from '../../../contract/schemas/analysis';
import type { ColumnSummary, Profile, Reading, RejectedRow } from '../../../contract/schemas/data';
import { formatNumber, formatTable } from '../text';

const pairsShown = 10;
const columnsShown = 15;

function rangeOf({ numbers, dates, top }: ColumnSummary): string {
  if (numbers !== null) return `${formatNumber(numbers.minimum)} to ${formatNumber(numbers.maximum)}`;
  if (dates !== null) return `${dates.first} to ${dates.last}`;
  return top
    .slice(0, 3)
    .map(({ value }) => (value.length > 20 ? `${value.slice(0, 20)}…` : value))
    .join(', ');
}

const notesOf = ({ identifier, constant }: ColumnSummary): string =>
  [identifier ? 'identifier' : '', constant ? 'constant' : ''].filter((note) => note !== '').join(', ');

/** How a file was read, in a few words. */
export function readAs({
  format = 'delimited',
  encoding,
  delimiter,
  member,
  sheet,
  range,
  headerRow,
}: Reading): string {
  const within = member === undefined ? '' : `, file ${JSON.stringify(member)} of the archive`;
  switch (format) {
    case 'delimited':
      return `${encoding}, delimiter ${JSON.stringify(delimiter)}${within}`;
    case 'workbook':
      return `sheet ${JSON.stringify(sheet)}${range === undefined ? '' : `, ${range}`}, names in row ${String(headerRow)}${within}`;
    case 'parquet':
      return `Parquet${within}`;
    case 'json':
      return `JSON${within}`;
  }
}

export const columnsText = ({ columns }: Profile): string =>
  formatTable([
    ['column', 'type', 'missing', 'distinct', 'range', ''],
    ...columns.map((column) => [
      column.name,
      column.type,
      String(column.missing),
      `${column.distinctEstimated === true ? '~' : ''}${String(column.distinct)}`,
      rangeOf(column),
      notesOf(column),
    ]),
  ]);

export const rejectedText = (count: number, shown: readonly RejectedRow[]): string =>
  count === 0
    ? ''
    : `${String(count)} rows could not be read:\n${formatTable(
        shown.map(({ line, reason, text }) => [`line ${String(line)}`, reason, text]),
      )}`;

const share = (value: number): string => `${formatNumber(Number((value * 100).toPrecision(3)))} %`;

/** The pairs that belong together most, by a measure that suits all columns. */
function strongest({ columns, values }: Association): string[][] {
  return columns
    .flatMap((b, j) => columns.slice(0, j).map((a, i) => ({ a, b, value: values[i]?.[j] ?? null })))
    .flatMap(({ a, b, value }) => (value === null ? [] : [{ a, b, value }]))
    .sort((first, second) => second.value - first.value)
    .slice(0, pairsShown)
    .map(({ a, b, value }) => [a, b, formatNumber(Number(value.toPrecision(4)))]);
}

/** Paragraphs on what an analysis found. */
export function analysisText(analysis: Analysis): string[] {
  const { rows, sampledRows, associations, missing, duplicates, outliers, target, findings } = analysis;
  const sampled = sampledRows < rows ? ` (of ${String(sampledRows)} sampled rows)` : '';
  const together = associations.find(({ measure }) => measure === 'cramers-v-corrected');
  const pairs = together === undefined ? [] : strongest(together);
  const far = outliers.filter(({ below, above }) => below + above > 0);
  return [
    pairs.length === 0
      ? ''
      : `Columns that belong together most${sampled}, by Cramér's V:\n${formatTable(pairs)}`,
    missing.columns.length === 0
      ? ''
      : `Missing together:\n${formatTable(
          missing.patterns
            .slice(0, pairsShown)
            .map((pattern) => [
              String(pattern.rows),
              pattern.missing.length === 0
                ? 'nothing missing'
                : pattern.missing.map((index) => missing.columns[index]?.name ?? '').join(', '),
            ]),
        )}`,
    far.length === 0
      ? ''
      : `Values beyond 1.5 interquartile ranges:\n${formatTable(
          far
            .slice(0, columnsShown)
            .map(({ column, below, above, lowerFence, upperFence }) => [
              column,
              `${String(below)} below ${formatNumber(lowerFence)}`,
              `${String(above)} above ${formatNumber(upperFence)}`,
            ]),
        )}`,
    duplicates.rows === 1
      ? '1 row repeats an earlier one.'
      : `${String(duplicates.rows)} rows repeat an earlier one.`,
    target === null
      ? ''
      : `What tells of ${target.column}${sampled}:\n${formatTable([
          ['column', 'mutual information', 'predicts alone'],
          ...target.columns
            .slice(0, columnsShown)
            .map(({ column, share: known, predicts }) => [column, share(known), share(predicts)]),
        ])}`,
    findings.map(({ message, decidedBy, next }) => `Note: ${message} ${decidedBy} ${next}`).join('\n'),
  ];
}

/** Paragraphs on how a later file differs. */
export function driftText(drift: Drift, name: string): string[] {
  const list = (title: string, names: readonly string[]): string =>
    names.length === 0 ? '' : `${title}: ${names.join(', ')}.`;
  return [
    `${name} compared, ${String(drift.rowsAfter)} rows:\n${formatTable([
      ['column', 'stability index', '', 'test', 'p', 'new values'],
      ...drift.columns.map(({ column, stabilityIndex, verdict, test, newCategoryCount }) => [
        column,
        formatNumber(Number(stabilityIndex.toPrecision(3))),
        verdict,
        test?.name ?? '',
        test === null ? '' : formatNumber(Number(test.pValue.toPrecision(3))),
        newCategoryCount === 0 ? '' : String(newCategoryCount),
      ]),
    ])}`,
    list('Columns it lacks', drift.missingColumns),
    list('Columns that are new', drift.newColumns),
    list(
      'Columns of another type',
      drift.changedTypes.map(({ column, before, after }) => `${column} (${before}, now ${after})`),
    ),
  ];
}
