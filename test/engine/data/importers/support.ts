import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { profileSchema } from '../../../../src-main/contract/schemas/data';
import type { Profile, RejectedRow } from '../../../../src-main/contract/schemas/data';
import { importWith } from '../../../../src-main/engine/data/importers/import';
import type { Reader } from '../../../../src-main/engine/data/importers/load';
import { rows } from '../../../../src-main/engine/data/rows';
import type { TaskContext, TaskParams } from '../../../../src-main/engine/protocol';

const folder = await mkdtemp(join(tmpdir(), 'strongroom-test-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
let made = 0;

/** A new place in the folder of this test file; nothing is there yet. */
export const place = (name: string): string => join(folder, `${++made}-${name}`);

export const context = (signal: AbortSignal = new AbortController().signal): TaskContext => ({
  signal,
  stopRequested: () => false,
  pauseRequested: () => false,
  report: () => undefined,
});

export async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = place('data.csv');
  await writeFile(path, content);
  return path;
}

export async function importPath(path: string, options: Partial<TaskParams<'import'>> = {}, reader?: Reader) {
  const directory = options.directory ?? place('dataset');
  const params = { path, name: 'data.csv', ...options, directory };
  const { outcome, reader: used } = await importWith(params, context(), reader);
  const profile: Profile = profileSchema.parse(
    JSON.parse(await readFile(join(directory, 'profile.json'), 'utf8')),
  );
  const rejected: RejectedRow[] = JSON.parse(await readFile(join(directory, 'rejected.json'), 'utf8'));
  const page = await rows({ parquet: join(directory, 'data.parquet'), offset: 0, limit: 100_000 }, context());
  return { outcome, used, profile, rejected, directory, rows: page.rows };
}

export const importText = async (
  content: string | Uint8Array,
  options: Partial<TaskParams<'import'>> = {},
  reader?: Reader,
) => importPath(await fileOf(content), options, reader);

export const typesOf = (columns: { name: string; type: string }[]): Record<string, string> =>
  Object.fromEntries(columns.map(({ name, type }) => [name, type]));
