import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Inspection } from '../../../contract/schemas/data';
import type { TaskHandler } from '../../protocol';
import { openDatabase } from '../database';
import type { Database } from '../database';
import { findImporter } from './find';
import { openSource } from './source';
import { unpack } from './unpack';

/** The first look at a file: everything the import would decide, found over its beginning. */
export const inspect: TaskHandler<'inspect'> = async (
  { path, name, reading },
  { signal },
): Promise<Inspection> => {
  const given = reading ?? {};
  const file = await openSource(path, name);
  const scratch = await mkdtemp(join(tmpdir(), 'strongroom-inspect-'));
  const databases: Database[] = [];
  try {
    const packed = await unpack(file, given, scratch, { signal, onlyBeginning: true });
    const found = await findImporter(packed.source);
    const inspection = await found.importer.inspect({
      source: packed.source,
      given,
      scratch,
      signal,
      open: async (access) => {
        const database = await openDatabase({ ...access, directories: [scratch], spill: scratch, signal });
        databases.push(database);
        return database;
      },
    });
    return {
      ...inspection,
      name,
      bytes: file.bytes,
      reading: { ...inspection.reading, ...packed.place },
      ...(packed.members === undefined ? {} : { members: packed.members }),
      warnings: [...packed.warnings, ...found.warnings, ...inspection.warnings],
    };
  } finally {
    for (const database of databases) database.close();
    await rm(scratch, { recursive: true, force: true });
  }
};
