import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ImportOutcome } from '../../../src-main/engine/protocol';
import { importFile } from '../../../src-main/engine/data/importers/import';
import { summarise } from '../../../src-main/engine/data/summarise';

const context = {
  signal: new AbortController().signal,
  report: () => undefined,
  stopRequested: () => false,
  pauseRequested: () => false,
};
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strongroom-later-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const prose = (i: number): string => `a sentence of many words that is number ${i} of all and never the same`;

/** Every column is one that a rule of the manifest turns on. */
const columns: Record<string, (i: number) => string | number> = {
  running: (i) => i + 5,
  'gaps ascending': (i) => (i % 7 === 0 ? '' : i * 3),
  'ascending but for gaps': (i) => (i % 2 === 0 ? 5 : ''),
  'order id': (i) => (i * 7919) % 104_729,
  'repeated id': (i) => i % 50,
  amount: (i) => (i * 31) % 997,
  one: () => 4,
  'one decimal': () => 0.5,
  empty: () => '',
  rising: (i) => i + 0.25,
  day: (i) => new Date(Date.UTC(2001, 0, 1 + (i % 900))).toISOString().slice(0, 10),
  'one day': () => '2020-02-02',
  yes: (i) => String(i % 2 === 0),
  always: () => 'true',
  region: (i) => ['north', 'south'][i % 2] ?? '',
  code: (i) => `K${i}`,
  many: (i) => `w${i % 1500}`,
  prose,
};

test.each([200, 3_000, 60_000])(
  'an import that leaves the summary for later has the same columns, and the same summary in the end: %i rows',
  async (rows) => {
    const path = join(folder, `${rows}.csv`);
    const lines = [Object.keys(columns).join(',')];
    for (let i = 0; i < rows; i++) {
      lines.push(
        Object.values(columns)
          .map((value) => value(i))
          .join(','),
      );
    }
    await writeFile(path, `${lines.join('\n')}\n`);
    const importTo = (summary: 'now' | 'later'): Promise<ImportOutcome> =>
      importFile(
        { path, name: 'table.csv', directory: join(folder, `${rows}-${summary}`), summary },
        context,
      );
    const now = await importTo('now');
    const later = await importTo('later');
    expect(later).toEqual(now);
    expect(later.columns.filter(({ identifier }) => identifier).map(({ name }) => name)).toContain('running');
    const directory = join(folder, `${rows}-later`);
    expect((await readdir(directory)).sort()).toEqual(['data.parquet', 'rejected.json']);
    const summary = await summarise(
      { parquet: join(directory, 'data.parquet'), columns: later.columns, directory },
      context,
    );
    const expected: unknown = JSON.parse(await readFile(join(folder, `${rows}-now`, 'profile.json'), 'utf8'));
    expect(JSON.parse(JSON.stringify(summary))).toEqual(expected);
    expect((await readdir(directory)).sort()).toEqual(['data.parquet', 'rejected.json']);
  },
  60_000,
);
