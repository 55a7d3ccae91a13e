import type { Readable } from 'node:stream';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { StrongroomError } from '../../../../contract/errors';
import { toldToReader } from './told-to-reader';

/** More files than this hold no table, and take memory just to be listed. */
const maximumEntries = 50_000;

/** A zip file of which single members are read. The caller closes it. */
export interface Zip {
  /** Files by their names, folders left out. */
  entries: Map<string, Entry>;
  read(entry: Entry): Promise<Readable>;
  close(): void;
}

const openZipFile = promisify<string, object, ZipFile>((path, options, done) =>
  yauzl.open(path, options, (error, zip) => done(error, zip)),
);

/** Throws what the reader of zip files says of a damaged one, and FILE_TOO_LARGE for too many members. */
export async function openZip(path: string, mostEntries = maximumEntries): Promise<Zip> {
  const zip = await openZipFile(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true });
  const entries = new Map<string, Entry>();
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('error', reject);
      zip.on('end', resolve);
      zip.on('entry', (entry: Entry) => {
        if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
        if (entries.size <= mostEntries) zip.readEntry();
        else {
          reject(
            new StrongroomError('FILE_TOO_LARGE', `The archive holds more than ${mostEntries} files.`, {
              next: 'Unpack it and choose the table inside.',
            }),
          );
        }
      });
      zip.readEntry();
    });
  } catch (error) {
    zip.close();
    throw error;
  }
  return {
    entries,
    read(entry) {
      if (entry.isEncrypted()) {
        throw new StrongroomError('FILE_DAMAGED', `${entry.fileName} is protected by a password.`, {
          expected: 'a file without a password',
          received: 'an encrypted one',
          next: 'Unpack it with the password and choose the file inside.',
        });
      }
      return new Promise((resolve, reject) => {
        zip.openReadStream(entry, (error, stream) => {
          if (error !== null) return reject(error);
          resolve(toldToReader(stream));
        });
      });
    },
    close: () => zip.close(),
  };
}
