import { chunkBytes } from '../../src-main/contract/calls';
import type { UploadId } from '../../src-main/contract/schemas/common';
import type { Download } from '../../src-main/contract/schemas/runs';
import { StrongroomError } from '../../src-main/contract/errors';
import type { Client } from './client';

export interface TransferOptions {
  signal?: AbortSignal;
  /** From 0 to 1. */
  onProgress?: (fraction: number) => void;
}

function throwIfCancelled(signal: AbortSignal | undefined, name: string): void {
  if (signal?.aborted === true) throw new StrongroomError('CANCELLED', `Sending ${name} was cancelled.`);
}

/**
 * Hands a file that the person chose to the main side, piece by piece, never held in memory whole.
 * Throws CANCELLED after an abort, FILE_CHANGED when the file is no longer as it was chosen.
 */
export async function uploadFile(
  client: Client,
  file: File,
  options: TransferOptions = {},
): Promise<UploadId> {
  const { signal, onProgress } = options;
  throwIfCancelled(signal, file.name);
  const { upload } = await client.call('uploads.begin', { name: file.name, bytes: file.size });
  try {
    for (let offset = 0; offset < file.size; offset += chunkBytes) {
      throwIfCancelled(signal, file.name);
      const bytes = await readPiece(file, offset);
      await client.call('uploads.append', { upload, offset, bytes });
      onProgress?.((offset + bytes.byteLength) / file.size);
    }
    throwIfCancelled(signal, file.name);
  } catch (error) {
    // The main side forgets what nobody finishes, so a failure here changes nothing.
    await client.call('uploads.abort', { upload }).catch(() => undefined);
    throw error;
  }
  return upload;
}

async function readPiece(file: File, offset: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.slice(offset, offset + chunkBytes).arrayBuffer());
  } catch (error) {
    throw new StrongroomError('FILE_CHANGED', `${file.name} could not be read to its end.`, {
      expected: 'the file as it was when it was chosen',
      received: error instanceof Error ? error.message : String(error),
      next: 'Choose the file again.',
      cause: error,
    });
  }
}

/** The pieces of a file that the main side has ready to save. Throws CANCELLED, DOWNLOAD_NOT_FOUND. */
export async function readDownload(
  client: Client,
  download: Download,
  { signal, onProgress }: TransferOptions = {},
): Promise<Uint8Array<ArrayBuffer>[]> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  while (offset < download.bytes) {
    throwIfCancelled(signal, download.name);
    const { bytes } = await client.call('downloads.read', {
      download: download.id,
      offset,
      length: chunkBytes,
    });
    if (bytes.byteLength === 0) {
      throw new StrongroomError('FILE_CHANGED', `${download.name} is shorter than it was.`, {
        expected: `${String(download.bytes)} bytes`,
        received: `${String(offset)} bytes`,
        next: 'Export or predict again.',
      });
    }
    // Bytes that arrived own their buffer; the copy tells that to the types as well.
    pieces.push(new Uint8Array(bytes));
    offset += bytes.byteLength;
    onProgress?.(offset / download.bytes);
  }
  return pieces;
}

/** How long a browser may take to begin reading a file that was handed to it. */
const releaseMilliseconds = 60_000;

/** Saves a file as the browser does: to the folder of downloads, or through the dialog of the desktop. */
export async function saveDownload(
  client: Client,
  download: Download,
  options: TransferOptions = {},
): Promise<void> {
  const pieces = await readDownload(client, download, options);
  const address = URL.createObjectURL(new Blob(pieces, { type: 'application/octet-stream' }));
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = download.name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), releaseMilliseconds);
}
