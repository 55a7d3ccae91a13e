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
import { maximumLineLength, sampleBytes } from './source';
import type { SourceFile } from './source';
import { inspectTyped, readTyped, schemaOf } from './typed';

const extensions = ['.json', '.jsonl', '.ndjson', '.jsonlines'];
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

/**
 * The records of the file as a Parquet file of its own: finding the fields of all records takes a pass over the file,
 * which every query on it would repeat. Dates other than ISO ones stay text here, and are told with their doubts later.
 */
async function stageRecords(
  request: SourceRequest,
  database: Database,
  onlyBeginning: boolean,
): Promise<string> {
  const path = await plainPath(request);
  const records =
    `read_json(${literal(path)}, format = 'auto', records = 'true', ` +
    `sample_size = ${onlyBeginning ? inspectedRecords : -1}, ` +
    `maximum_object_size = ${maximumLineLength}, dateformat = '%Y-%m-%d', timestampformat = '%Y-%m-%dT%H:%M:%S.%fZ', ` +
    `map_inference_threshold = -1, field_appearance_threshold = 0)`;
  const raw = join(request.scratch, 'raw.parquet');
  const limit = onlyBeginning ? `LIMIT ${inspectedRecords}` : '';
  await database.run(
    `COPY (SELECT * FROM ${records} ${limit}) TO ${literal(raw)} (${parquetOptions(1_000)})`,
  );
  const relation = `read_parquet(${literal(raw)})`;
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
    ? `(SELECT r.* FROM (SELECT unnest(${identifier(name)}) AS r FROM ${relation}))`
    : relation;
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
