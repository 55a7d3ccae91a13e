import { execFileSync } from 'node:child_process';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { strongroom } from './support/command';
import { newJob, sample, startBackend, temporaryFolder, upload } from './support/house';

/** Runs the test on a small disk of its own; says so and does nothing where this user may not mount one. */
async function onDisk(options: string, work: (disk: string) => Promise<void>): Promise<void> {
  const disk = join(await temporaryFolder(), 'disk');
  await mkdir(disk);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', disk], { stdio: 'ignore' });
  } catch {
    console.info('Not tried on a real full disk: this user may not mount one.');
    return;
  }
  try {
    await work(disk);
  } finally {
    execFileSync('umount', ['--lazy', disk]);
  }
}

test('an import that fills the disk: DISK_FULL, the project stands, and room made for it helps', () =>
  onDisk('size=4m', async (disk) => {
    const backend = await startBackend(disk);
    const { handlers } = backend;
    const penguins = { kind: 'sample', sample: 'penguins' } as const;
    const first = await handlers['datasets.import']({ job: newJob(), source: penguins });
    const before = await handlers['projects.current']({});

    const ballast = join(disk, 'ballast');
    const line = 'abcdefghij,0123456789\n';
    const content = Buffer.from(`a,b\n${line.repeat(20_000)}`);
    const source = await upload(backend, 'large.csv', content, 1 << 20);
    const free = Number(execFileSync('df', ['--output=avail', '-B1', disk]).toString().split('\n')[1]);
    await writeFile(ballast, Buffer.alloc(Math.max(0, free - 8192)));
    await expect(handlers['datasets.import']({ job: newJob(), source })).rejects.toMatchObject({
      code: 'DISK_FULL',
    });
    const after = await handlers['projects.current']({});
    expect(after).toEqual(before);
    expect(await readdir(join(before.path, 'datasets'))).toEqual([first.id]);

    await backend.close();
    execFileSync('rm', [ballast]);
    const opened = await startBackend(disk);
    const state = await opened.handlers['projects.current']({});
    expect([state.id, state.datasets.map(({ id }) => id)]).toEqual([before.id, [first.id]]);
  }));

test('an output folder that is full or read-only: a code at once, and nothing in it', () =>
  onDisk('size=16k', async (disk) => {
    const train = () =>
      strongroom(
        'train',
        sample('penguins.csv'),
        '--target',
        'Species',
        '--epochs',
        '2',
        '--out',
        join(disk, 'm'),
        '--json',
      );
    const full = await train();
    expect([full.code, full.json()]).toMatchObject([1, { error: { code: 'DISK_FULL' } }]);
    expect(await readdir(disk)).toEqual([]);
    execFileSync('mount', ['-o', 'remount,ro', disk]);
    const readOnly = await train();
    expect([readOnly.code, readOnly.json()]).toMatchObject([1, { error: { code: 'NOT_WRITABLE' } }]);
  }));
