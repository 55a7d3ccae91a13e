import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Inspection } from '../../../contract/schemas/data';
import type { TaskHandler } from '../../protocol';
import { openDatabase } from '../database';
import { toCell } from '../rows';
import { literal } from '../sql';
import { columnOf, profileOf } from '../profile';
import { findTyping, writeTyped } from './convert';
import { columnDecisions } from './decisions';
import { findDialect } from './dialect';
import { fileDecisions } from './file-decisions';
import { answer } from './questions';
import { mixedWarning } from './load';
import { censusOf } from './mixed-encoding';
import { loadSample } from './sample';
import { openSource } from './source';

/** Rows of the sample that are shown. */
const shownRows = 100;

/** The first look at a file: everything the import would decide, found over its first megabyte. */
export const inspect: TaskHandler<'inspect'> = async (
  { path, name, reading },
  { signal },
): Promise<Inspection> => {
  const given = reading ?? {};
  const source = await openSource(path, name);
  const dialect = findDialect(source, given);
  const scratch = await mkdtemp(join(tmpdir(), 'strongroom-inspect-'));
  try {
    const database = await openDatabase({
      files: [],
      directories: [scratch],
      spill: scratch,
      width: dialect.names.length,
      signal,
    });
    try {
      const sample = await loadSample(database, dialect, scratch);
      const types = new Map(
        (given.columns ?? []).flatMap(({ name: column, type }) =>
          type === undefined ? [] : [[column, type] as const],
        ),
      );
      const typing = await findTyping(database, sample, dialect.names, given, types);
      const parquet = join(scratch, 'sample.parquet');
      const written = await writeTyped(database, sample, typing, parquet, false);
      const told = await answer(database, sample, typing.questions, parquet);
      const physical = dialect.names.map((column, i) => ({
        name: column,
        type: typing.forms[i]?.type ?? ('category' as const),
        given: types.has(column),
      }));
      const profile = await profileOf(database, `read_parquet(${literal(parquet)})`, physical, {
        signal,
      });
      const mixed = dialect.mixed ? [mixedWarning(censusOf(source.head))] : [];
      const warnings = [...dialect.warnings, ...mixed, ...typing.warnings, ...written.warnings, ...told];
      if (dialect.rejected.length > 0) {
        warnings.push({
          code: 'REJECTED_ROWS',
          message: `${dialect.rejected.length} of the first rows cannot be read; the first is on line ${dialect.rejected[0]?.line ?? 0}.`,
          rows: dialect.rejected.length,
        });
      }
      const columns = profile.columns.map(columnOf);
      const kinds = columns.map(({ type }) => type);
      const page = await database.connection.runAndReadAll(
        `SELECT * FROM read_parquet(${literal(parquet)}) LIMIT ${shownRows}`,
      );
      return {
        name,
        bytes: source.bytes,
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
    } finally {
      database.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
