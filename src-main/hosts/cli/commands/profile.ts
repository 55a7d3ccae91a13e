import type { ColumnSummary, Place, Reading } from '../../../contract/schemas/data';
import { importDataset } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { inputFile } from '../input';
import { formatNumber, formatTable, formatWarnings, paragraphs } from '../text';

/** Rows that could not be read and are shown; all are counted. */
const rejectedShown = 20;

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
function readAs({
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

/** `profile DATA`: columns, types, missing values, ranges and bad rows of a file. */
export async function profile(data: string, flags: Partial<Place>, terminal: Terminal): Promise<Outcome> {
  const file = inputFile(data, flags);
  const { dataset, summary, rejected } = await withHouse(terminal, async (house, work) => {
    const project = await house.workspace.create(file.name);
    const imported = await importDataset(house, project, file, {}, work);
    return {
      dataset: imported,
      summary: await project.datasets.profile(imported.id),
      rejected: (await project.datasets.rejected(imported.id)).slice(0, rejectedShown),
    };
  });
  return {
    document: {
      file: file.path,
      bytes: dataset.source.bytes,
      fingerprint: dataset.fingerprint,
      reading: dataset.reading,
      rows: dataset.rows,
      rejected_rows: dataset.rejectedRows,
      rejected,
      columns: summary.columns,
      warnings: dataset.warnings,
    },
    text: paragraphs(
      `${file.name}: ${String(dataset.rows)} rows, ${String(dataset.columns.length)} columns, ${readAs(dataset.reading)}.`,
      formatTable([
        ['column', 'type', 'missing', 'distinct', 'range', ''],
        ...summary.columns.map((column) => [
          column.name,
          column.type,
          String(column.missing),
          `${column.distinctEstimated === true ? '~' : ''}${String(column.distinct)}`,
          rangeOf(column),
          notesOf(column),
        ]),
      ]),
      dataset.rejectedRows === 0
        ? ''
        : `${String(dataset.rejectedRows)} rows could not be read:\n${formatTable(
            rejected.map(({ line, reason, text }) => [`line ${String(line)}`, reason, text]),
          )}`,
      formatWarnings(dataset.warnings),
    ),
  };
}
