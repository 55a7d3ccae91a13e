import { basename, resolve } from 'node:path';
import type { ColumnSummary } from '../../../contract/schemas/data';
import { importDataset, writeJson } from '../../../services/headless';
import { readingFrom, requireSettled, type ReadingFlags } from '../reading-options';
import { withHouse, type Outcome, type Terminal } from '../command';
import { formatNumber, formatTable, formatUnreadable, formatWarnings, paragraphs } from '../text';

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

export interface ProfileFlags extends ReadingFlags {
  saveContract?: string;
}

/** `profile DATA`: columns, types, missing values, ranges and bad rows of a file. */
export async function profile(data: string, flags: ProfileFlags, terminal: Terminal): Promise<Outcome> {
  const file = { path: resolve(data), name: basename(data) };
  const reading = await readingFrom(flags);
  const { dataset, summary, rejected } = await withHouse(terminal, async (house, work) => {
    const project = await house.workspace.create(file.name);
    const imported = await importDataset(house, project, file, { reading }, work);
    return {
      dataset: imported,
      summary: await project.datasets.profile(imported.id),
      rejected: (await project.datasets.rejected(imported.id)).slice(0, rejectedShown),
    };
  });
  requireSettled(flags.strict, dataset.warnings);
  if (flags.saveContract !== undefined) await writeJson(resolve(flags.saveContract), dataset.reading);
  return {
    document: {
      file: file.path,
      bytes: dataset.source.bytes,
      fingerprint: dataset.fingerprint,
      reading: dataset.reading,
      rows: dataset.rows,
      rejected_rows: dataset.rejectedRows,
      rejected,
      unreadable: dataset.unreadable ?? [],
      columns: summary.columns,
      warnings: dataset.warnings,
    },
    text: paragraphs(
      `${file.name}: ${String(dataset.rows)} rows, ${String(dataset.columns.length)} columns, ${dataset.reading.encoding}, delimiter ${JSON.stringify(dataset.reading.delimiter)}.`,
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
      formatUnreadable(dataset.unreadable ?? []),
    ),
  };
}
