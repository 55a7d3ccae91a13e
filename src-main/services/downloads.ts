import { open, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { StrongroomError } from '../contract/errors';
import { downloadIdSchema, type DownloadId } from '../contract/schemas/common';
import type { Download } from '../contract/schemas/runs';
import { newId } from '../workspace';
import type { Handlers } from './backend';

/** Files to save that are kept at most; the oldest go first. */
const kept = 50;

/** Files that the interface may save, served in chunks. Each stands in a scratch folder of its own. */
export class Downloads {
  private readonly files = new Map<DownloadId, { path: string; bytes: number }>();

  async add(path: string, name: string): Promise<Download> {
    const { size } = await stat(path);
    const id = downloadIdSchema.parse(newId());
    this.files.set(id, { path, bytes: size });
    for (const [oldest, file] of this.files) {
      if (this.files.size <= kept) break;
      this.files.delete(oldest);
      await rm(dirname(file.path), { recursive: true, force: true });
    }
    return { id, name, bytes: size };
  }

  /** At most `length` bytes from `offset`; none at the end. Throws DOWNLOAD_NOT_FOUND. */
  async read(
    id: DownloadId,
    offset: number,
    length: number,
  ): Promise<{ bytes: Uint8Array<ArrayBuffer>; total: number }> {
    const file = this.files.get(id);
    if (file === undefined) {
      throw new StrongroomError('DOWNLOAD_NOT_FOUND', `There is no file to save under ${id}.`, {
        next: 'Export or predict again.',
      });
    }
    const handle = await open(file.path, 'r');
    try {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, file.bytes - offset)));
      const { bytesRead } = await handle.read(bytes, 0, bytes.byteLength, offset);
      return { bytes: bytes.subarray(0, bytesRead), total: file.bytes };
    } finally {
      await handle.close();
    }
  }
}

export function downloadHandlers(downloads: Downloads): Pick<Handlers, 'downloads.read'> {
  return {
    'downloads.read': ({ download, offset, length }) => downloads.read(download, offset, length),
  };
}
