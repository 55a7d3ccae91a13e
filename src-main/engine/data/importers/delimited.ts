import { join } from 'node:path';
import type { Warning } from '../../../contract/schemas/common';
import type { Encoding, Reading } from '../../../contract/schemas/data';
import { applyContract } from './contract';
import { findTyping, writeTyped } from './convert';
import { findDialect } from './dialect';
import { detectEncoding } from './encoding';
import type { Importer, ReadRequest, ReadTable, SourceInspection, SourceRequest } from './importer';
import { inspectParquet } from './inspect-parquet';
import { load } from './load';
import { loadSample, typeSample } from './sample';
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

async function inspect({ source, given, scratch, signal, open }: SourceRequest): Promise<SourceInspection> {
  await requireText(source);
  const dialect = findDialect(source, given);
  const database = await open({ files: [], width: dialect.names.length });
  const sample = await loadSample(database, dialect, scratch);
  const typing = await findTyping(database, sample, dialect.names, given, new Map());
  const parquet = join(scratch, 'sample.parquet');
  await writeTyped(database, sample, typing, parquet, false);
  const physical = dialect.names.map((name, i) => ({
    name,
    type: typing.forms[i]?.type ?? ('category' as const),
    given: false,
  }));
  const warnings = [...dialect.warnings, ...typing.warnings];
  if (dialect.rejected.length > 0) {
    warnings.push({
      code: 'REJECTED_ROWS',
      message: `${dialect.rejected.length} of the first rows cannot be read; the first is on line ${dialect.rejected[0]?.line ?? 0}.`,
      rows: dialect.rejected.length,
    });
  }
  return {
    reading: { ...dialect.reading, ...typing.reading, missingWords: typing.missing.words },
    columns: await inspectParquet(database, parquet, physical, signal),
    sample: dialect.rows.slice(0, shownRows),
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
  const scan = scanFile(source.path, dialect.reading.delimiter, signal);
  // Awaited where its answer is needed; a failure before that is told by whatever fails first.
  scan.catch(() => undefined);
  const database = await request.open({ files: [source.path], width: dialect.names.length });
  const expected = await typeSample(database, dialect, given, types, scratch);
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
      settleEncoding: (found) => settledEncoding(dialect.reading.encoding, given, found),
      progress: request.progress,
      ...(signal === undefined ? {} : { signal }),
      ...(request.reader === undefined ? {} : { reader: request.reader }),
    },
    expected,
  );
  const { fingerprint, bytes } = await scanned;
  await requireUnchanged(source, bytes);
  warnings.push(...loaded.typing.warnings, ...loaded.warnings);
  return {
    database,
    columns: dialect.names.map((name, i) => ({
      name,
      type: loaded.typing.forms[i]?.type ?? ('category' as const),
      given: types.has(name),
    })),
    reading: {
      ...dialect.reading,
      encoding: loaded.encoding,
      ...loaded.typing.reading,
      missingWords: loaded.typing.missing.words,
    },
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
