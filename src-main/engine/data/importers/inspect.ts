import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Inspection } from '../../../contract/schemas/data';
import type { TaskHandler } from '../../protocol';
import { openDatabase } from '../database';
import { columnOf, profileOf } from '../profile';
import { writeTyped } from './convert';
import { findDialect } from './dialect';
import { stage } from './convert';
import { transcriptRelation } from './relation';
import { typeSample } from './sample';
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
      const typing = await typeSample(database, dialect, given, new Map(), scratch);
      const raw = transcriptRelation(
        join(scratch, 'sample.csv'),
        dialect.names.length,
        dialect.reading.missingWords,
      );
      const staged = await stage(database, raw, join(scratch, 'raw.parquet'), false, dialect.names.length);
      const parquet = join(scratch, 'sample.parquet');
      await writeTyped(database, staged, typing, parquet);
      const physical = dialect.names.map((column, i) => ({
        name: column,
        type: typing.forms[i]?.type ?? ('category' as const),
        given: false,
      }));
      const profile = await profileOf(
        database,
        `read_parquet('${parquet.replaceAll("'", "''")}')`,
        physical,
        {
          signal,
        },
      );
      const warnings = [...dialect.warnings, ...typing.warnings];
      if (dialect.rejected.length > 0) {
        warnings.push({
          code: 'REJECTED_ROWS',
          message: `${dialect.rejected.length} of the first rows cannot be read; the first is on line ${dialect.rejected[0]?.line ?? 0}.`,
          rows: dialect.rejected.length,
        });
      }
      return {
        name,
        bytes: source.bytes,
        reading: { ...dialect.reading, ...typing.reading },
        columns: profile.columns.map(columnOf),
        sample: dialect.rows.slice(0, shownRows),
        warnings,
      };
    } finally {
      database.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
};
