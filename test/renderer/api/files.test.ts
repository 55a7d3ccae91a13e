import { describe, expect, it } from 'vitest';
import { chunkBytes } from '../../../src-main/contract/calls';
import { downloadIdSchema, uploadIdSchema } from '../../../src-main/contract/schemas/common';
import type { Handlers } from '../../../src-main/services/backend';
import { createClient, type Client } from '../../../src-renderer/api/client';
import { readDownload, uploadFile } from '../../../src-renderer/api/files';
import { createExampleBackend, type ExampleBackend } from '../../support/backend';
import { linkOverWebSocket } from '../../support/transports';

const upload = uploadIdSchema.parse('an-upload');
const content = Uint8Array.from({ length: 2.5 * chunkBytes }, (_, index) => (index * 31) % 251);

async function over(
  overrides: Partial<Handlers>,
  work: (client: Client, backend: ExampleBackend) => Promise<void>,
): Promise<void> {
  const backend = createExampleBackend({ 'uploads.begin': async () => ({ upload }), ...overrides });
  const link = await linkOverWebSocket(backend);
  try {
    await work(createClient(link.transport), backend);
  } finally {
    await link.close();
  }
}

describe('uploading a file', () => {
  it('sends every byte once and in order, in pieces of the agreed size', async () => {
    const received = new Uint8Array(content.byteLength);
    const pieces: number[][] = [];
    const append: Handlers['uploads.append'] = async ({ offset, bytes }) => {
      received.set(bytes, offset);
      pieces.push([offset, bytes.byteLength]);
      return { received: offset + bytes.byteLength };
    };
    await over({ 'uploads.append': append }, async (client) => {
      const progress: number[] = [];
      const file = new File([content], 'large.csv');
      expect(await uploadFile(client, file, { onProgress: (fraction) => void progress.push(fraction) })).toBe(
        upload,
      );
      expect(pieces).toEqual([
        [0, chunkBytes],
        [chunkBytes, chunkBytes],
        [2 * chunkBytes, chunkBytes / 2],
      ]);
      expect(Buffer.compare(received, content)).toBe(0);
      expect(progress).toEqual([0.4, 0.8, 1]);
    });
  });

  it('begins and ends with an empty file too', async () => {
    await over({}, async (client, backend) => {
      expect(await uploadFile(client, new File([], 'empty.csv'))).toBe(upload);
      expect(backend.calledWith).toEqual([]);
    });
  });

  it('stops when it is cancelled, and gives the upload up', async () => {
    const abort = new AbortController();
    await over({}, async (client, backend) => {
      const options = { signal: abort.signal, onProgress: () => abort.abort() };
      await expect(uploadFile(client, new File([content], 'a.csv'), options)).rejects.toMatchObject({
        code: 'CANCELLED',
      });
      expect(backend.calledWith.map(([name]) => name)).toEqual(['uploads.append', 'uploads.abort']);
    });
  });

  it('passes on what the main side says, and gives the upload up', async () => {
    const append = () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    await over({ 'uploads.append': append }, async (client, backend) => {
      await expect(uploadFile(client, new File([content], 'a.csv'))).rejects.toMatchObject({
        code: 'DISK_FULL',
      });
      expect(backend.calledWith).toEqual([['uploads.abort', { upload }]]);
    });
  });
});

describe('reading a file to save', () => {
  const download = {
    id: downloadIdSchema.parse('a-download'),
    name: 'model.onnx',
    bytes: content.byteLength,
  };
  const read =
    (available: number): Handlers['downloads.read'] =>
    async ({ offset, length }) => ({
      bytes: content.subarray(offset, Math.min(offset + length, available)),
      total: content.byteLength,
    });

  it('gives every byte', async () => {
    await over({ 'downloads.read': read(content.byteLength) }, async (client) => {
      const pieces = await readDownload(client, download);
      expect(Buffer.compare(Buffer.concat(pieces), content)).toBe(0);
    });
  });

  it('says when the file is shorter than it was', async () => {
    await over({ 'downloads.read': read(chunkBytes) }, async (client) => {
      await expect(readDownload(client, download)).rejects.toMatchObject({ code: 'FILE_CHANGED' });
    });
  });
});
