import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../contract/errors';
import { uploadIdSchema, type UploadId } from '../contract/schemas/common';
import type { Place } from '../contract/schemas/data';
import { newId, writeFailure, type Scratch } from '../workspace';
import type { Handlers } from './backend';

/** A file that work can start on. */
export interface SourceFile {
  path: string;
  /** What the person calls it. */
  name: string;
  /** Where in the file the table stands, when that was said. */
  place?: Place;
  /** A folder or archive with the pictures that a column of the file names. */
  images?: { path: string; name: string };
}

interface Upload {
  name: string;
  folder: string;
  path: string;
  bytes: number;
  received: number;
  file: FileHandle;
  touchedAt: number;
}

/** An upload that nobody has added to or used for this long is given up. */
const idleMilliseconds = 60 * 60 * 1000;

/** Files that the interface sends in chunks, kept in the scratch folder until used or aborted. */
export class Uploads {
  private readonly uploads = new Map<UploadId, Upload>();

  constructor(private readonly scratch: Scratch) {}

  async begin(name: string, bytes: number): Promise<UploadId> {
    await this.forgetIdle();
    const folder = await this.scratch.folder('upload');
    const path = join(folder, 'data');
    const file = await open(path, 'wx');
    const id = uploadIdSchema.parse(newId());
    this.uploads.set(id, { name, folder, path, bytes, received: 0, file, touchedAt: Date.now() });
    return id;
  }

  /** Adds a chunk, which has to begin where the last one ended. Gives the bytes received so far. */
  async append(id: UploadId, offset: number, chunk: Uint8Array): Promise<number> {
    const upload = this.require(id);
    if (offset !== upload.received || offset + chunk.byteLength > upload.bytes) {
      throw new StrongroomError('BAD_REQUEST', `A chunk of ${upload.name} does not fit.`, {
        expected: `at most ${String(upload.bytes - upload.received)} bytes from offset ${String(upload.received)}`,
        received: `${String(chunk.byteLength)} bytes from offset ${String(offset)}`,
        next: 'Choose the file again.',
      });
    }
    // Counted first, so that a second chunk for the same place is refused while this one is written.
    upload.received += chunk.byteLength;
    upload.touchedAt = Date.now();
    try {
      await upload.file.write(chunk, 0, chunk.byteLength, offset);
    } catch (error) {
      await this.remove(id);
      throw writeFailure(error, upload.path);
    }
    return upload.received;
  }

  /** The file of an upload that is complete. Throws UPLOAD_NOT_FOUND, or BAD_REQUEST while bytes are missing. */
  file(id: UploadId): SourceFile {
    const upload = this.require(id);
    if (upload.received < upload.bytes) {
      throw new StrongroomError('BAD_REQUEST', `${upload.name} has not arrived completely.`, {
        expected: `${String(upload.bytes)} bytes`,
        received: `${String(upload.received)} bytes`,
        next: 'Choose the file again.',
      });
    }
    upload.touchedAt = Date.now();
    return { path: upload.path, name: upload.name };
  }

  /** Forgets an upload that was used or given up, and its file. */
  async remove(id: UploadId): Promise<void> {
    const upload = this.uploads.get(id);
    if (upload === undefined) return;
    this.uploads.delete(id);
    await upload.file.close();
    await rm(upload.folder, { recursive: true, force: true });
  }

  async close(): Promise<void> {
    for (const id of [...this.uploads.keys()]) await this.remove(id);
  }

  private require(id: UploadId): Upload {
    const upload = this.uploads.get(id);
    if (upload !== undefined) return upload;
    throw new StrongroomError('UPLOAD_NOT_FOUND', `There is no upload ${id}.`, {
      next: 'Choose the file again.',
    });
  }

  private async forgetIdle(): Promise<void> {
    for (const [id, { touchedAt }] of this.uploads) {
      if (touchedAt < Date.now() - idleMilliseconds) await this.remove(id);
    }
  }
}

export function uploadHandlers(
  uploads: Uploads,
): Pick<Handlers, 'uploads.begin' | 'uploads.append' | 'uploads.abort'> {
  return {
    'uploads.begin': async ({ name, bytes }) => ({ upload: await uploads.begin(name, bytes) }),
    'uploads.append': async ({ upload, offset, bytes }) => ({
      received: await uploads.append(upload, offset, bytes),
    }),
    'uploads.abort': async ({ upload }) => {
      await uploads.remove(upload);
      return { done: true };
    },
  };
}
