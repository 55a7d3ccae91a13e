import { basename, join } from 'node:path';
import { StrongroomError } from '../../../../contract/errors';
import type { Warning } from '../../../../contract/schemas/common';
import { startsWith } from '../source';
import type { SourceFile } from '../source';
import type { UnpackOptions } from '../unpack';
import { workbookKind } from '../workbook/kind';
import { damagedPackage, unpackedLimit } from './limits';
import { writeUnpacked } from './write-unpacked';
import { openZip } from './zip-file';
import type { Zip } from './zip-file';

export const zipMagic = [0x50, 0x4b, 0x03, 0x04];
/** Members with these endings are taken for tables. */
const tables =
  /\.(csv|tsv|tab|txt|psv|dat|data|json|jsonl|ndjson|parquet|pq|xlsx|xlsm|xlsb|xls|ods)(\.gz)?$/i;
/** What macOS and others add. */
const clutter = /(^|\/)(__MACOSX\/|\.|thumbs\.db$|readme|licen[cs]e)/i;

async function withZip<Result>(
  { path, name }: SourceFile,
  use: (zip: Zip) => Promise<Result>,
): Promise<Result> {
  let zip: Zip | null = null;
  try {
    zip = await openZip(path);
    return await use(zip);
  } catch (error) {
    throw damagedPackage(name, 'a whole zip file', error);
  } finally {
    zip?.close();
  }
}

/** Whether it is a zip file that is no workbook: those are zip files too. */
export async function isArchive(source: SourceFile): Promise<boolean> {
  return startsWith(source.head, zipMagic) && (await workbookKind(source)) === null;
}

/**
 * The member that is read: the one that was asked for, else the first table in the order of names.
 * Throws MEMBER_NOT_FOUND.
 */
export function chooseMember(
  source: SourceFile,
  wanted: string | undefined,
): Promise<{ member: string; members: { name: string; bytes: number }[]; warnings: Warning[] }> {
  return withZip(source, ({ entries }) => {
    const files = [...entries.values()]
      .filter(({ fileName }) => !clutter.test(fileName))
      .map(({ fileName, uncompressedSize }) => ({ name: fileName, bytes: uncompressedSize }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const named = files.filter(({ name }) => tables.test(name));
    const members = named.length > 0 ? named : files;
    const member = wanted === undefined ? members[0]?.name : entries.has(wanted) ? wanted : undefined;
    if (member === undefined) {
      const names = members.slice(0, 20).map(({ name }) => name);
      throw new StrongroomError(
        'MEMBER_NOT_FOUND',
        wanted === undefined ? `${source.name} holds no files.` : `${source.name} holds no "${wanted}".`,
        {
          expected: names.length === 0 ? 'an archive with a table' : `one of ${names.join(', ')}`,
          received: wanted ?? 'none',
          next: 'Choose a file of the archive, or another archive.',
        },
      );
    }
    const warnings: Warning[] =
      wanted !== undefined || members.length === 1
        ? []
        : [
            {
              code: 'SEVERAL_MEMBERS',
              message: `${source.name} holds ${members.length} tables; "${member}" is read.`,
              next: 'Choose another by reading the file in another way.',
            },
          ];
    return Promise.resolve({ member, members: members.slice(0, 1_000), warnings });
  });
}

/** Unpacks a member into `folder`. @returns the file, by the name that it has in the archive. */
export function extractMember(
  source: SourceFile,
  member: string,
  folder: string,
  depth: number,
  options: UnpackOptions,
): Promise<{ path: string; name: string }> {
  const target = join(folder, `unpacked-${depth}`);
  return withZip(source, async (zip) => {
    const entry = zip.entries.get(member);
    if (entry === undefined) throw new Error(`${member} is gone`);
    const packed = Math.min(entry.compressedSize, source.bytes);
    await writeUnpacked(await zip.read(entry), target, source.name, unpackedLimit(packed), options);
    return { path: target, name: basename(member) };
  });
}
