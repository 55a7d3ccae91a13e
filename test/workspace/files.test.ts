import { execFileSync } from 'node:child_process';
import * as nodeFiles from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import {
  readJson,
  renamePatiently,
  writeAtomically,
  writeJson,
  type FileSystem,
} from '../../src-main/workspace/files';
import { publishFolder, writeBeside } from '../../src-main/workspace/outputs';

const { mkdtemp, mkdir, readFile, readdir, rm, writeFile } = nodeFiles;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strongroom-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const systemError = (code: string): Error => Object.assign(new Error(`${code}: simulated`), { code });

/** A file system that fails once it comes to the given step. */
function failingAt(step: 'open' | 'writeFile' | 'sync' | 'rename', code: string): FileSystem {
  return {
    ...nodeFiles,
    open: async (path, flags) => {
      if (step === 'open') throw systemError(code);
      const handle = await nodeFiles.open(path, flags);
      if (step === 'writeFile' || step === 'sync')
        vi.spyOn(handle, step).mockRejectedValue(systemError(code));
      return handle;
    },
    rename: async (from, to) => {
      if (step === 'rename') throw systemError(code);
      await nodeFiles.rename(from, to);
    },
  };
}

test('a file is written whole, and read back', async () => {
  const path = join(folder, 'a.json');
  await writeJson(path, { n: 1 });
  await writeJson(path, { n: 2 });
  expect(await readJson(path, z.object({ n: z.number() }))).toEqual({ n: 2 });
  expect(await readdir(folder)).toEqual(['a.json']);
});

test.each([
  ['open', 'ENOSPC', 'DISK_FULL'],
  ['writeFile', 'ENOSPC', 'DISK_FULL'],
  ['sync', 'EDQUOT', 'DISK_FULL'],
  ['rename', 'EACCES', 'NOT_WRITABLE'],
  ['open', 'EROFS', 'NOT_WRITABLE'],
] as const)(
  '%s failing with %s is %s; the old file stands and nothing is left',
  async (step, system, code) => {
    const path = join(folder, 'a.txt');
    await writeAtomically(path, 'old');
    await expect(writeAtomically(path, 'new', failingAt(step, system))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(path) as string,
      next: expect.any(String) as string,
    });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['a.txt']);
  },
);

test('on Windows a rename is tried again while someone holds the file, elsewhere it is not', async () => {
  let attempts = 0;
  const files: FileSystem = {
    ...nodeFiles,
    rename: () => (++attempts < 3 ? Promise.reject(systemError('EBUSY')) : Promise.resolve()),
  };
  await renamePatiently('a', 'b', files, 'win32');
  expect(attempts).toBe(3);
  attempts = 0;
  await expect(renamePatiently('a', 'b', files, 'linux')).rejects.toMatchObject({ code: 'EBUSY' });
  expect(attempts).toBe(1);
});

test.each([
  ['a missing file', undefined, 'is missing'],
  ['broken JSON', '{"n": 1', 'not valid JSON'],
  ['another shape', '{"n": "one"}', 'at n'],
])('%s is damage, told with the name of the file', async (_name, content, words) => {
  const path = join(folder, 'a.json');
  if (content !== undefined) await writeFile(path, content);
  const reading = readJson(path, z.object({ n: z.number() }));
  await expect(reading).rejects.toMatchObject({ code: 'PROJECT_DAMAGED' });
  await expect(reading).rejects.toThrow(path);
  await expect(reading).rejects.toThrow(words);
});

test('an output takes its name only when it is complete', async () => {
  const path = join(folder, 'out.csv');
  await writeFile(path, 'old');
  const failing = writeBeside(path, async (temporary) => {
    await writeFile(temporary, 'half');
    throw new Error('stopped');
  });
  await expect(failing).rejects.toThrow('stopped');
  expect(await readFile(path, 'utf8')).toBe('old');
  await writeBeside(path, (temporary) => writeFile(temporary, 'new'));
  expect(await readFile(path, 'utf8')).toBe('new');
  expect(await readdir(folder)).toEqual(['out.csv']);
});

test('a folder that holds anything else is never replaced, one of the same kind is', async () => {
  const path = join(folder, 'model');
  const kind = {
    files: ['run.json', 'model.json'],
    read: (from: string) =>
      readJson(join(from, 'run.json'), z.object({ version: z.number() }), 'PROJECT_DAMAGED'),
  };
  const publish = (version: number): Promise<void> =>
    publishFolder(path, kind, (into) => writeJson(join(into, 'run.json'), { version }));
  const version = async (): Promise<unknown> => JSON.parse(await readFile(join(path, 'run.json'), 'utf8'));
  const refused = (received: RegExp): object => ({
    code: 'NOT_WRITABLE',
    received: expect.stringMatching(received) as unknown,
  });

  await mkdir(path);
  await writeFile(join(path, 'thesis.txt'), 'mine');
  await expect(publish(1)).rejects.toMatchObject(refused(/^a folder with thesis\.txt$/));
  // A file that only has the manifest's name does not make it a model.
  await writeFile(join(path, 'run.json'), '{"name": "my own"}');
  await expect(publish(1)).rejects.toMatchObject(refused(/run\.json/));
  expect((await readdir(path)).sort()).toEqual(['run.json', 'thesis.txt']);

  await rm(path, { recursive: true });
  await publish(1);
  await publish(2);
  expect(await version()).toEqual({ version: 2 });
  // A model beside which somebody keeps other files is left alone, and they are named.
  await mkdir(join(path, 'photos'));
  await expect(publish(3)).rejects.toMatchObject(refused(/^a folder that also holds photos$/));
  expect(await version()).toEqual({ version: 2 });
  expect((await readdir(path)).sort()).toEqual(['photos', 'run.json']);
  expect(await readdir(folder)).toEqual(['model']);

  await writeFile(join(folder, 'file'), 'mine');
  await expect(publishFolder(join(folder, 'file'), kind, () => Promise.resolve())).rejects.toMatchObject(
    refused(/^a file$/),
  );
});

/** Mounts a small file system; null when this machine does not let us. */
function mount(options: string): string | null {
  const target = join(folder, 'disk');
  try {
    execFileSync('mkdir', ['-p', target]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', target], { stdio: 'ignore' });
    return target;
  } catch {
    console.info('A real full disk and a read-only one are not tried: this user may not mount them.');
    return null;
  }
}

test('a disk that is really full: DISK_FULL, and what was saved stands', async () => {
  const disk = mount('size=64k');
  if (disk === null) return;
  try {
    const path = join(disk, 'a.txt');
    await writeAtomically(path, 'old');
    await expect(writeAtomically(path, 'x'.repeat(200_000))).rejects.toMatchObject({ code: 'DISK_FULL' });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(disk)).toEqual(['a.txt']);
  } finally {
    execFileSync('umount', [disk]);
  }
});

test('a disk that is really read-only: NOT_WRITABLE', async () => {
  const disk = mount('size=64k');
  if (disk === null) return;
  try {
    const path = join(disk, 'a.txt');
    await writeAtomically(path, 'old');
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    await expect(writeAtomically(path, 'new')).rejects.toMatchObject({ code: 'NOT_WRITABLE' });
    await expect(writeBeside(join(disk, 'b.csv'), () => Promise.resolve())).rejects.toMatchObject({
      code: 'NOT_WRITABLE',
    });
    expect(await readFile(path, 'utf8')).toBe('old');
  } finally {
    execFileSync('umount', [disk]);
  }
});
