import { StrongroomError } from '../../../contract/errors';
import { literal } from '../sql';
import type { Importer, SourceRequest } from './importer';
import { startsWith } from './source';
import { inspectTyped, readTyped } from './typed';
import type { StagedRelation } from './typed';

const magic = [0x50, 0x41, 0x52, 0x31];
/** Such files are encrypted as a whole. */
const encryptedMagic = [0x50, 0x41, 0x52, 0x45];

const relationOf = ({ source }: SourceRequest): StagedRelation => ({
  relation: `read_parquet(${literal(source.path)})`,
});

function refuseEncrypted({ source }: SourceRequest): void {
  if (!startsWith(source.head, encryptedMagic)) return;
  throw new StrongroomError('FILE_DAMAGED', `${source.name} is an encrypted Parquet file.`, {
    expected: 'a Parquet file without encryption',
    received: 'an encrypted one',
    next: 'Decrypt it with the program that wrote it.',
  });
}

/** Parquet: types and missing values are those of the file. */
export const parquet: Importer = {
  format: 'parquet',
  title: 'a Parquet file',
  extensions: ['.parquet', '.pq'],
  recognises: ({ head }) => startsWith(head, magic) || startsWith(head, encryptedMagic),
  inspect(request) {
    refuseEncrypted(request);
    return inspectTyped(request, 'parquet', () => Promise.resolve(relationOf(request)));
  },
  read(request) {
    refuseEncrypted(request);
    return readTyped(request, 'parquet', () => Promise.resolve(relationOf(request)));
  },
};
