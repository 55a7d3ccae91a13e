import { open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBTypeId } from '@duckdb/node-api';
import { StrongroomError } from '../../../contract/errors';
import type { Database } from '../database';
import { identifier, literal } from '../sql';
import { parquetOptions } from './convert';
import { detectEncoding, textDecoder } from './encoding';
import { extensionOf } from './extension';
import type { Importer, SourceRequest } from './importer';
import { copyGoodLines, looksLikeLines } from './json-text/good-lines';
import type { GoodLines } from './json-text/good-lines';
import { placeOfFault } from './json-text/place-of-fault';
import { maximumLineLength, sampleBytes } from './source';
import type { SourceFile } from './source';
import { inspectTyped, isTooLong, readTyped, schemaOf } from './typed';
import type { StagedRelation } from './typed';

const extensions = ['.json', '.jsonl', '.ndjson', '.jsonlines'];
/** Bytes at the end that show whether a list is closed: behind it there is nothing but white space. */
const tailBytes = 4096;
/** Records whose fields the first look sees. */
const inspectedRecords = 20_480;

/** The first characters, without a byte order mark. */
const beginning = ({ head }: SourceFile): string =>
  textDecoder(detectEncoding(head))
    .write(head.subarray(0, 4096))
    .replace(/^\ufeff/, '')
    .trimStart();

/** A record with a name in quotes and a colon: no row of delimited text looks so. */
const record = /^\[?\s*\{\s*"(?:[^"\\]|\\.)*"\s*:/;

/** A copy in plain UTF-8 of what DuckDB does not take: other encodings, and a byte order mark. */
async function plainPath({ source, scratch }: SourceRequest): Promise<string> {
  const encoding = detectEncoding(source.head);
  if (encoding === 'utf-8' || encoding === 'windows-1252' || encoding === 'gb18030') return source.path;
  const path = join(scratch, 'plain.json');
  const decoder = textDecoder(encoding);
  await writeFile(path, '');
  const [from, to] = [await open(source.path, 'r'), await open(path, 'w')];
  try {
    const block = Buffer.alloc(sampleBytes);
    let isFirst = true;
    for (;;) {
      const { bytesRead } = await from.read(block, 0, block.length, null);
      const text = bytesRead === 0 ? decoder.end() : decoder.write(block.subarray(0, bytesRead));
      await to.write(isFirst ? text.replace(/^\ufeff/, '') : text);
      isFirst = false;
      if (bytesRead === 0) return path;
    }
  } finally {
    await from.close();
    await to.close();
  }
}

/** Copies records into a Parquet file of its own, fields found in all of them. @returns the relation. */
async function copyRecords(
  { scratch }: SourceRequest,
  database: Database,
  path: string,
  onlyBeginning: boolean,
): Promise<string> {
  const records =
    `read_json(${literal(path)}, format = 'auto', records = 'true', ` +
    `sample_size = ${onlyBeginning ? inspectedRecords : -1}, ` +
    `maximum_object_size = ${maximumLineLength}, dateformat = '%Y-%m-%d', timestampformat = '%Y-%m-%dT%H:%M:%S.%fZ', ` +
    `map_inference_threshold = -1, field_appearance_threshold = 0)`;
  const raw = join(scratch, 'raw.parquet');
  const limit = onlyBeginning ? `LIMIT ${inspectedRecords}` : '';
  await database.run(
    `COPY (SELECT * FROM ${records} ${limit}) TO ${literal(raw)} (${parquetOptions(1_000)})`,
  );
  return `read_parquet(${literal(raw)})`;
}

function noRecords(name: string, { rejected, rejectedRows }: Omit<GoodLines, 'rows'>): StrongroomError {
  const [first] = rejected;
  return new StrongroomError(
    'NO_READABLE_ROWS',
    `None of the ${rejectedRows} lines of ${name} is a record.`,
    {
      expected: 'a record a line, like {"age": 42}',
      received: `line ${first?.line ?? 1}: ${first?.reason ?? 'no record'}`,
      next: 'Write each row as a record with the names of its columns.',
    },
  );
}

function brokenOff(name: string, place: string, cause?: unknown): StrongroomError {
  return new StrongroomError('FILE_DAMAGED', `${name} cannot be read: it is damaged or incomplete.`, {
    expected: 'a whole list of records',
    received: place,
    next: 'Get the file again, or repair it at that place. In JSON lines, one broken record costs no more than its line.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** DuckDB takes a list that breaks off between two records for whole: rows would be lost without a word. */
async function requireClosed({ source, signal }: SourceRequest, path: string): Promise<void> {
  if (!beginning(source).startsWith('[')) return;
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, tailBytes));
    await file.read(tail, 0, tail.length, size - tail.length);
    if (
      tail
        .toString('latin1')
        .replace(/[\s\0]+$/, '')
        .endsWith(']')
    )
      return;
  } finally {
    await file.close();
  }
  throw brokenOff(source.name, (await placeOfFault(path, signal)) ?? 'a list with something else behind it');
}

/** The records without the lines that are none; where a list of records stops being JSON is told as FILE_DAMAGED. */
async function copyReadable(
  request: SourceRequest,
  database: Database,
  path: string,
  onlyBeginning: boolean,
  error: unknown,
): Promise<StagedRelation> {
  const { source, scratch, signal } = request;
  if (signal?.aborted === true || error instanceof StrongroomError || isTooLong(error)) throw error;
  if (looksLikeLines(beginning(source))) {
    const good = join(scratch, 'good.jsonl');
    const { rows, ...bad } = await copyGoodLines(database, path, source.name, good, {
      ...(signal === undefined ? {} : { signal }),
      ...(onlyBeginning ? { limit: inspectedRecords } : {}),
    });
    if (bad.rejectedRows === 0) throw error;
    if (rows === 0) throw noRecords(source.name, bad);
    return { relation: await copyRecords(request, database, good, onlyBeginning), ...bad };
  }
  const place = await placeOfFault(path, signal);
  if (place === null) throw error;
  throw brokenOff(source.name, place, error);
}

/**
 * The records of the file as a Parquet file of its own: finding the fields of all records takes a pass over the file,
 * which every query on it would repeat. Dates other than ISO ones stay text here, and are told with their doubts later.
 */
async function stageRecords(
  request: SourceRequest,
  database: Database,
  onlyBeginning: boolean,
): Promise<StagedRelation> {
  const path = await plainPath(request);
  await requireClosed(request, path);
  const staged = await copyRecords(request, database, path, onlyBeginning).then(
    (relation): StagedRelation => ({ relation }),
    (error: unknown) => copyReadable(request, database, path, onlyBeginning, error),
  );
  const { relation } = staged;
  const { names, types } = await schemaOf(database, relation);
  const [name, type] = [names[0], types[0]];
  // One object around the list of records, as web services answer.
  const isWrapped =
    names.length === 1 &&
    name !== undefined &&
    type?.typeId === DuckDBTypeId.LIST &&
    'valueType' in type &&
    type.valueType.typeId === DuckDBTypeId.STRUCT;
  return isWrapped
    ? {
        ...staged,
        relation: `(SELECT r.* FROM (SELECT unnest(${identifier(name)}) AS r FROM ${relation}))`,
      }
    : staged;
}

function refuseOtherValues({ source }: SourceRequest): void {
  if (/^\[\s*\]\s*$/.test(beginning(source))) {
    throw new StrongroomError('HEADER_ONLY', `${source.name} is an empty list.`, {
      expected: 'at least one record',
      received: 'none',
      next: 'Choose a file with records.',
    });
  }
  if (/^(\{|\[\s*(\{|$))/.test(beginning(source))) return;
  throw new StrongroomError('FILE_FORMAT_MISMATCH', `${source.name} holds no records.`, {
    expected: 'an array of records, or a record a line, like {"age": 42}',
    received: `text that begins with ${JSON.stringify(beginning(source).slice(0, 20))}`,
    next: 'Write each row as a record with the names of its columns.',
  });
}

/** JSON: an array of records, or a record a line (JSON lines). Numbers stay numbers and texts stay texts. */
export const json: Importer = {
  format: 'json',
  title: 'JSON',
  extensions,
  recognises: (source) => {
    const text = beginning(source);
    return record.test(text) || (extensions.includes(extensionOf(source.name)) && /^[[{]/.test(text));
  },
  inspect(request) {
    refuseOtherValues(request);
    return inspectTyped(request, 'json', (database) => stageRecords(request, database, true));
  },
  read(request) {
    refuseOtherValues(request);
    return readTyped(request, 'json', (database) => stageRecords(request, database, false));
  },
};
