import { existsSync } from 'node:fs';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CleanedStore } from '../../src-main/workspace/cleaned';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strongroom-cleaned-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const fill = async (path: string): Promise<void> => writeFile(join(path, 'data.parquet'), 'rows');

/** Makes tables one after the other, each last used a minute after the one before. */
async function make(store: CleanedStore, ...keys: string[]): Promise<void> {
  for (const [index, key] of keys.entries()) {
    const path = await store.get(key, fill);
    const used = new Date(Date.now() - 3_600_000 + index * 60_000);
    await utimes(path, used, used);
  }
}

test('a table is made once, and those that were not used for longest are cleared away', async () => {
  const store = new CleanedStore(folder);
  await store.open();
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
  await make(store, ...keys);
  expect(keys.filter((key) => existsSync(join(folder, key)))).toEqual(['c', 'd', 'e', 'f', 'g', 'h']);
  await store.get('h', () => Promise.reject(new Error('made again')));
});

test('a table that is being read stays until it is let go', async () => {
  const store = new CleanedStore(folder);
  await store.open();
  await make(store, 'a');
  const [first, second] = [store.hold('a'), store.hold('a')];
  await make(store, 'b', 'c', 'd', 'e', 'f');
  expect(existsSync(join(folder, 'a'))).toBe(true);
  first();
  await make(store, 'g');
  expect(existsSync(join(folder, 'a'))).toBe(true);
  second();
  await make(store, 'h', 'i');
  expect(existsSync(join(folder, 'a'))).toBe(false);
});

test('nothing is left of a table that could not be made', async () => {
  const store = new CleanedStore(folder);
  await store.open();
  await expect(store.get('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(join(folder, 'a'))).toBe(false);
  await make(store, 'a');
});
