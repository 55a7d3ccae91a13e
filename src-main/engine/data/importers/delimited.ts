import { join } from 'node:path';
import type { Warning } from '../../../contract/schemas/common';
import type { ColumnReading, ColumnType, Encoding, Reading } from '../../../contract/schemas/data';
import { toCell } from '../cells';
import { literal } from '../sql';
import { applyContract } from './contract';
import { findTyping } from './convert';
import { columnDecisions } from './decisions';
import { findDialect } from './dialect';
import { detectEncoding } from './encoding';
import { expectTypes } from './expect-types';
import { fileDecisions } from './file-decisions';
import type { Importer, ReadRequest, ReadTable, SourceInspection, SourceRequest } from './importer';
import { inspectParquet } from './inspect-parquet';
import { linesOfRows } from './lines';
import { load, mixedWarning } from './load';
import { censusOf } from './mixed-encoding';
import { answer } from './questions';
import { loadSample, writeSample } from './sample';
import { scanFile } from './scan';
import type { Scan } from './scan';
import { lineTooLong, maximumLineLength, requireText, requireUnchanged } from './source';

/** Rows of the sample that are shown. */
const shownRows = 100;

/** The encoding of the sample, unless bytes behind it show that it was not UTF-8 after all. */
function settledEncoding(sampled: Encoding, given: Partial<Reading>, scan: Scan): Encoding {
  if (given.encoding !== undefined || scan.utf8 || sampled !== 'utf-8' || scan.foreign === null)
    return sampled;
  const found = detectEncoding(scan.foreign);
  return found === 'gb18030' ? found : 'windows-1252';
}

/** What was decided for columns of this file one by one: it holds for later files too. */
function chosenColumns(
  given: Partial<Reading>,
  types: ReadonlyMap<string, ColumnType>,
  names: readonly string[],
): ColumnReading[] {
  const own = new Map((given.columns ?? []).map((column) => [column.name, column]));
  return names.flatMap((name) => {
    const type = types.get(name);
    const column = own.get(name);
    if (type === undefined) return column === undefined ? [] : [column];
    return [{ name, ...column, type }];
  });
}

/** Decisions on columns that the file does not have. */
function unknownColumns(given: Partial<Reading>, names: readonly string[]): Warning[] {
  const unknown = (given.columns ?? [])
    .filter(({ name }) => !names.includes(name))
    .map(({ name }) => `"${name}"`);
  if (unknown.length === 0) return [];
  return [
    {
      code: 'UNKNOWN_COLUMNS',
      message: `The file has no ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ` and ${unknown.length - 5} more` : ''}, which the reading speaks of.`,
      next: 'Check the names of the columns.',
    },
  ];
}

async function inspect({ source, given, scratch, signal, open }: SourceRequest): Promise<SourceInspection> {
  await requireText(source);
  const dialect = findDialect(source, given);
  const database = await open({ files: [], width: dialect.names.length });
  const sample = await loadSample(database, dialect, scratch);
  const types = new Map(
    (given.columns ?? []).flatMap(({ name, type }) => (type === undefined ? [] : [[name, type] as const])),
  );
  const typing = await findTyping(database, sample, dialect.names, given, types);
  const parquet = join(scratch, 'sample.parquet');
  const written = await writeSample(database, sample, typing, parquet, scratch);
  const told = await answer(database, sample, typing.questions, parquet);
  const physical = dialect.names.map((name, i) => ({
    name,
    type: typing.forms[i]?.type ?? ('category' as const),
    given: types.has(name),
  }));
  const mixed = dialect.mixed ? [mixedWarning(censusOf(source.head))] : [];
  const warnings = [...dialect.warnings, ...mixed, ...typing.warnings, ...written.warnings, ...told];
  if (dialect.rejected.length > 0) {
    warnings.push({
      code: 'REJECTED_ROWS',
      message: `${dialect.rejected.length} of the first rows cannot be read; the first is on line ${dialect.rejected[0]?.line ?? 0}.`,
      rows: dialect.rejected.length,
    });
  }
  const columns = await inspectParquet(database, parquet, physical, signal);
  const kinds = columns.map(({ type }) => type);
  const page = await database.connection.runAndReadAll(
    `SELECT * FROM read_parquet(${literal(parquet)}) LIMIT ${shownRows}`,
  );
  return {
    reading: {
      ...dialect.reading,
      ...typing.reading,
      missingWords: typing.missing.words,
      ...(given.columns === undefined ? {} : { columns: given.columns }),
    },
    columns,
    sample: dialect.rows.slice(0, shownRows),
    values: page.getRows().map((row) => row.map(toCell)),
    decisions: [
      ...fileDecisions(source, dialect, given),
      ...(await columnDecisions(database, sample, typing, kinds, given)),
    ],
    warnings,
  };
}

async function read(request: ReadRequest): Promise<ReadTable> {
  const { source, given, scratch, parquet, signal } = request;
  await requireText(source);
  const dialect = findDialect(source, given);
  const warnings: Warning[] = [...dialect.warnings];
  let { types } = request;
  if (request.contract !== undefined) {
    const applied = applyContract(source.name, dialect.names, request.contract);
    types = new Map([...applied.types, ...types]);
    warnings.push(...applied.warnings);
  }
  const chosen = chosenColumns(given, types, dialect.names);
  types = new Map([
    ...chosen.flatMap(({ name, type }) => (type === undefined ? [] : [[name, type] as const])),
    ...types,
  ]);
  warnings.push(...unknownColumns(given, dialect.names));
  const database = await request.open({ files: [source.path], width: dialect.names.length });
  const { expected, plan } = await expectTypes(database, source, dialect, given, types, scratch);
  const refuted = new AbortController();
  const scan = scanFile(source.path, dialect.reading.delimiter, {
    ...(signal === undefined ? {} : { signal }),
    proof: plan === null ? null : { rows: plan.prove(), failed: () => refuted.abort() },
  });
  const scanned = scan.then((found) => {
    if (found.longestLine > maximumLineLength) throw lineTooLong(source.name);
    return found;
  });
  scanned.catch(() => undefined);
  const loaded = await load(
    database,
    {
      source,
      dialect,
      given,
      types,
      scratch,
      parquet,
      scan: scanned,
      plan,
      refuted: refuted.signal,
      settleEncoding: (found) => settledEncoding(dialect.reading.encoding, given, found),
      progress: request.progress,
      ...(request.text === undefined ? {} : { text: request.text }),
      ...(signal === undefined ? {} : { signal }),
      ...(request.reader === undefined ? {} : { reader: request.reader }),
    },
    expected,
  );
  const { fingerprint, bytes } = await scanned;
  await requireUnchanged(source, bytes);
  warnings.push(...loaded.typing.warnings, ...loaded.warnings);
  const form = { ...dialect.reading, encoding: loaded.encoding };
  const rows = new Set(loaded.unreadable.map(({ row }) => row));
  const lines = await linesOfRows(source.path, form, dialect.names.length, rows, signal);
  return {
    database,
    columns: dialect.names.map((name, i) => ({
      name,
      type: loaded.typing.forms[i]?.type ?? ('category' as const),
      given: types.has(name),
    })),
    reading: {
      ...form,
      ...loaded.typing.reading,
      missingWords: loaded.typing.missing.words,
      ...(chosen.length === 0 ? {} : { columns: chosen }),
    },
    unreadable: loaded.unreadable.map((cell) => ({ ...cell, line: lines.get(cell.row) ?? 0 })),
    hasText: request.text !== undefined,
    rejected: loaded.rejected,
    rejectedRows: loaded.rejectedRows,
    warnings,
    fingerprint,
    reader: loaded.reader,
  };
}

/** CSV, TSV and other text with a row a line. What no other importer recognises comes here, and is refused unless it is text. */
export const delimited: Importer = {
  format: 'delimited',
  title: 'delimited text',
  extensions: ['.csv', '.tsv', '.tab', '.txt', '.psv', '.dat', '.data'],
  recognises: () => false,
  inspect,
  read,
};
