import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { StrongroomError } from '../../../../src-main/contract/errors';
import { Supervisor } from '../../../../src-main/sessions/supervisor';
import { place } from './support';
import { unzip, zip } from './zip';

/**
 * Files that are cut, changed or no files at all, read by the engine's own process. The only outcomes are a data set and
 * an error with a code of its own: never an internal one, never the end of the process, never silence.
 * STRONGROOM_FUZZ_SECONDS and STRONGROOM_FUZZ_SEED run it longer, and from another beginning.
 */
const seconds = Number(process.env['STRONGROOM_FUZZ_SECONDS'] ?? 20);
const seed = Number(process.env['STRONGROOM_FUZZ_SEED'] ?? 4);
/** An import of these small files takes a fraction of a second; a busy machine takes longer. */
const patience = 90_000;

const fixtures = join(import.meta.dirname, '../../../fixtures/formats');
const supervisor = new Supervisor({
  node: () => process.execPath,
  entry: join(process.env['STRONGROOM_BUILT'] ?? resolve('out/main'), 'engine-child.js'),
});
afterAll(() => supervisor.close());

const csv = [
  'id,name,price,day,at,flag,note',
  ...Array.from(
    { length: 60 },
    (_, i) =>
      `${i},"name ${i % 7}",${(i * 1.37).toFixed(2)},2024-01-${String((i % 28) + 1).padStart(2, '0')},2024-01-02 03:04:${String(i).padStart(2, '0')},${i % 2 === 0},"a ""quoted"" é ${i}"`,
  ),
].join('\n');
const jsonl = Array.from({ length: 40 }, (_, i) =>
  JSON.stringify({
    id: i,
    name: `n${i}`,
    nested: { a: i / 3, b: [1, i] },
    day: '2024-02-03',
    gone: i % 3 ? null : 1,
  }),
).join('\n');

interface Whole {
  name: string;
  bytes: Buffer;
}

const files: Whole[] = [];
/** Members of workbooks and archives, so that what is within them is changed too. */
const packages: { name: string; members: Map<string, Buffer> }[] = [];

beforeAll(async () => {
  const add = (name: string, bytes: string | Buffer): void => {
    files.push({ name, bytes: Buffer.from(bytes) });
  };
  add('table.csv', csv);
  // More than the first look, so that the proof of plain cells and the reader of DuckDB meet the change.
  add('long.csv', `${csv}\n`.repeat(400).replaceAll('\nid,name,price,day,at,flag,note', ''));
  add('table.tsv', csv.replaceAll(',', '\t'));
  add('german.csv', csv.replaceAll(',', ';').replaceAll('.', ','));
  add('wide.txt', Buffer.from(csv, 'utf16le'));
  add('table.jsonl', jsonl);
  add('table.csv.gz', gzipSync(csv));
  add('table.jsonl.gz', gzipSync(jsonl));
  for (const name of ['table.json', 'table.parquet', 'table.xlsx', 'table.xls', 'table.ods', 'tables.zip'])
    add(name, await readFile(join(fixtures, name)));
  for (const name of ['table.xlsx', 'layout.xlsx', 'table.ods', 'tables.zip'])
    packages.push({ name, members: await unzip(join(fixtures, name)) });
});

const place01 = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
/** What has broken readers of text before. */
const tokens = [
  '"',
  '""',
  "'",
  ',',
  ';',
  '\n',
  '\r',
  '\r\n',
  '\0',
  '\ufeff',
  '\ud83d',
  '__proto__',
  'constructor',
  '=1+1',
  '{',
  '}',
  '[',
  ']',
  '<',
  '>',
  '&',
  '&x;',
  '<!DOCTYPE x>',
  ']]>',
  '1e999',
  '-',
  'NA',
  '9'.repeat(400),
  ' '.repeat(70_000),
  '\n'.repeat(3_000),
  ','.repeat(3_000),
  'x'.repeat(200_000),
  '\u0000\u0001',
];
const change = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), from: place01, to: place01 }),
  fc.record({ kind: fc.constant('flip' as const), at: place01, by: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('end' as const), at: place01 }),
  fc.record({ kind: fc.constant('insert' as const), at: place01, token: fc.constantFrom(...tokens) }),
  fc.record({ kind: fc.constant('bytes' as const), at: place01, bytes: fc.uint8Array({ maxLength: 40 }) }),
  fc.record({
    kind: fc.constant('repeat' as const),
    from: place01,
    to: place01,
    times: fc.integer({ min: 2, max: 30 }),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

const largest = 4 << 20;
function changed(bytes: Buffer, changes: readonly Change[]): Buffer {
  return changes.reduce((made: Buffer, step) => {
    const at = (share: number): number => Math.floor(share * made.length);
    if (step.kind === 'flip') {
      const copy = Buffer.from(made);
      copy[at(step.at)] = (copy[at(step.at)] ?? 0) ^ step.by;
      return copy;
    }
    if (step.kind === 'end') return made.subarray(0, at(step.at));
    if (step.kind === 'cut' || step.kind === 'repeat') {
      const [from, to] = [Math.min(at(step.from), at(step.to)), Math.max(at(step.from), at(step.to))];
      const middle =
        step.kind === 'repeat' && (to - from) * step.times < largest
          ? Array<Buffer>(step.times).fill(made.subarray(from, to))
          : [];
      return Buffer.concat([made.subarray(0, from), ...middle, made.subarray(to)]);
    }
    const inserted = Buffer.from(step.kind === 'insert' ? step.token : step.bytes);
    return Buffer.concat([made.subarray(0, at(step.at)), inserted, made.subarray(at(step.at))]);
  }, bytes);
}

const changes = fc.array(change, { minLength: 1, maxLength: 4 });
const names = [
  'x.csv',
  'x.tsv',
  'x.json',
  'x.jsonl',
  'x.xlsx',
  'x.xls',
  'x.ods',
  'x.parquet',
  'x.gz',
  'x.zip',
  'x',
];
const magics = [
  '',
  'PAR1',
  'PK\x03\x04',
  '\x1f\x8b\x08',
  '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
  '\x09\x08\x10\x00',
  '{"a":',
  '[{',
  '\ufeff',
  '\xff\xfe',
];
const attempt = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('file' as const),
      which: fc.nat(),
      changes,
      other: fc.option(fc.constantFrom(...names), { freq: 8 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('member' as const),
      which: fc.nat(),
      member: fc.nat(),
      changes,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('noise' as const),
      magic: fc.constantFrom(...magics),
      bytes: fc.uint8Array({ maxLength: 2_000 }),
      name: fc.constantFrom(...names),
    }),
  },
);
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(list: readonly T[], at: number): T => {
  const found = list[at % list.length];
  if (found === undefined) throw new Error('There is nothing to pick from.');
  return found;
};

async function fileOf(wanted: Attempt): Promise<Whole> {
  if (wanted.kind === 'noise')
    return { name: wanted.name, bytes: Buffer.concat([Buffer.from(wanted.magic, 'latin1'), wanted.bytes]) };
  if (wanted.kind === 'file') {
    const { name, bytes } = pick(files, wanted.which);
    return { name: wanted.other ?? name, bytes: changed(bytes, wanted.changes) };
  }
  const { name, members } = pick(packages, wanted.which);
  const member = pick([...members.keys()], wanted.member);
  const copy = new Map(members);
  copy.set(member, changed(members.get(member) ?? Buffer.alloc(0), wanted.changes));
  return { name, bytes: await zip(copy) };
}

/** What becomes of a file: the number of rows, or the code of the error. */
async function outcomeOf({ name, bytes }: Whole): Promise<string | number> {
  const path = place('file');
  const directory = place('dataset');
  await writeFile(path, bytes);
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${name} was read for more than ${patience / 1000} seconds.`)),
      patience,
    );
  });
  try {
    await Promise.race([supervisor.run('inspect', { path, name }), silence]).catch(allowed);
    const { rows } = await Promise.race([supervisor.run('import', { path, name, directory }), silence]);
    return rows;
  } catch (error) {
    return allowed(error);
  } finally {
    clearTimeout(timer);
    await rm(path, { force: true });
    await rm(directory, { recursive: true, force: true });
  }
}

function allowed(error: unknown): string {
  const isFine =
    error instanceof StrongroomError && !['INTERNAL', 'ENGINE_CRASHED', 'CANCELLED'].includes(error.code);
  if (!isFine) throw error;
  return error.code;
}

test(
  'whatever becomes of a file, it is read or refused with a code',
  async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(attempt, async (wanted) => {
        const outcome = await outcomeOf(await fileOf(wanted));
        const key = typeof outcome === 'number' ? 'read' : outcome;
        seen.set(key, (seen.get(key) ?? 0) + 1);
      }),
      {
        seed,
        numRuns: 1_000_000,
        interruptAfterTimeLimit: seconds * 1_000,
        markInterruptAsFailure: false,
        endOnFailure: process.env['STRONGROOM_FUZZ_SECONDS'] !== undefined,
      },
    );
    console.log(`Fuzzed importers: ${[...seen].map(([key, count]) => `${key} ${count}`).join(', ')}`);
    // Both kinds of outcome were met, and more than one reason to refuse.
    expect(seen.get('read')).toBeGreaterThan(0);
    expect(seen.size).toBeGreaterThan(3);
  },
  seconds * 1_000 + 300_000,
);
