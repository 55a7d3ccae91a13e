import type { Warning } from '../../../contract/schemas/common';
import type { Reading } from '../../../contract/schemas/data';
import { gunzipFile, isGzip } from './archives/gzip';
import { chooseMember, extractMember, isArchive } from './archives/zip';
import { openSource } from './source';
import type { SourceFile } from './source';

/** A file without what it is packed in. */
export interface Unpacked {
  source: SourceFile;
  /** What is added to the reading. */
  place: Pick<Reading, 'member'>;
  /** Files of a zip archive that may hold a table. */
  members?: { name: string; bytes: number }[];
  warnings: Warning[];
}

/** Packages within packages that are opened: a .csv.gz in a .zip. */
const maximumDepth = 3;

export interface UnpackOptions {
  signal?: AbortSignal;
  /** Unpack no more than a first look at text needs; formats that need their end are unpacked wholly. */
  onlyBeginning?: boolean;
}

/**
 * Takes a table out of .gz and .zip, into `scratch`; what is not packed is given back as it is. Throws FILE_DAMAGED,
 * FILE_TOO_LARGE (checked while unpacking, whatever the archive says of itself) or MEMBER_NOT_FOUND.
 */
export async function unpack(
  file: SourceFile,
  given: Partial<Reading>,
  scratch: string,
  options: UnpackOptions = {},
): Promise<Unpacked> {
  const unpacked: Unpacked = { source: file, place: {}, warnings: [] };
  for (let depth = 0; depth < maximumDepth; depth++) {
    const { source } = unpacked;
    if (isGzip(source)) {
      unpacked.source = await reopen(await gunzipFile(source, scratch, depth, options));
    } else if (await isArchive(source)) {
      const { member, members, warnings } = await chooseMember(source, given.member);
      unpacked.source = await reopen(await extractMember(source, member, scratch, depth, options));
      unpacked.place = { member };
      unpacked.members = members;
      unpacked.warnings.push(...warnings);
    } else {
      return unpacked;
    }
  }
  return unpacked;
}

const reopen = ({ path, name }: { path: string; name: string }): Promise<SourceFile> =>
  openSource(path, name);
