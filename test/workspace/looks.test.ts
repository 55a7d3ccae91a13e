import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { datasetIdSchema } from '../../src-main/contract/schemas/common';
import { plainLook } from '../../src-main/contract/schemas/table';
import { LookStore } from '../../src-main/workspace/looks';
import { temporaryFolder } from '../support/table';

const folder = await temporaryFolder();
afterAll(() => folder.remove());
const id = (name: string) => datasetIdSchema.parse(name);

test('how tables were looked at is there after a restart; a damaged file is no loss', async () => {
  const look = { ...plainLook, sort: [{ column: 'a', descending: true }], widths: { a: 80 }, frozen: ['a'] };
  const store = new LookStore(folder.path);
  expect(await store.get(id('one'))).toEqual(plainLook);
  await Promise.all([store.keep(id('one'), look), store.keep(id('two'), { ...look, frozen: [] })]);
  const later = new LookStore(folder.path);
  expect(await later.get(id('one'))).toEqual(look);
  expect(await later.get(id('two'))).toMatchObject({ frozen: [] });

  await writeFile(join(folder.path, 'looks.json'), '{"formatVersion": 1, "looks": ');
  const damaged = new LookStore(folder.path);
  expect(await damaged.get(id('one'))).toEqual(plainLook);
  await damaged.keep(id('one'), look);
  expect(await new LookStore(folder.path).get(id('one'))).toEqual(look);
});
