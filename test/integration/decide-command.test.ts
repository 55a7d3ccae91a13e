import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { strongroom } from './support/command';
import { temporaryFolder } from './support/house';

interface Told {
  decision?: { threshold: number | null };
  error?: { code: string };
}

/** Two classes that overlap; every third row is of the second. */
async function tables(folder: string): Promise<{ train: string; later: string }> {
  const table = (rows: number, shift: number): string =>
    `x,bought\n${Array.from({ length: rows }, (_, i) => {
      const noise = ((i * 7919 + shift) % 997) / 997;
      return `${String((i % 3 === 0 ? 0.35 : 0) + noise)},${i % 3 === 0 ? 'yes' : 'no'}`;
    }).join('\n')}\n`;
  const [train, later] = [join(folder, 'train.csv'), join(folder, 'later.csv')];
  await writeFile(train, table(600, 0));
  await writeFile(later, table(300, 31));
  return { train, later };
}

test('decide learns the threshold of a model folder from a file, and predictions follow it', async () => {
  const folder = await temporaryFolder();
  const { train, later } = await tables(folder);
  const model = join(folder, 'model');
  const how = ['--target', 'bought', '--preset', 'linear', '--epochs', '30', '--calibration', 'none'];
  expect((await strongroom('train', train, ...how, '--out', model)).code).toBe(0);

  const without = await strongroom('decide', model, '--threshold', 'f1', '--json');
  expect([without.code, (without.json() as Told).error?.code]).toEqual([1, 'TOO_FEW_ROWS']);

  const yeses = async (threshold: string): Promise<number> => {
    const options = ['--calibration', 'none', '--threshold', threshold, '--data', later, '--json'];
    const decided = await strongroom('decide', model, ...options);
    expect(decided.code).toBe(0);
    const out = join(folder, 'predicted.csv');
    expect((await strongroom('predict', model, later, '--out', out)).code).toBe(0);
    const rows = (await readFile(out, 'utf8')).trimEnd().split(/\r?\n/).slice(1);
    return rows.filter((row) => row.split(',')[2] === 'yes').length;
  };
  // The dearer a miss is, the more rows are called a yes.
  const [dearAlarms, even, dearMisses] = [
    await yeses('cost=9:1'),
    await yeses('cost=1:1'),
    await yeses('cost=1:9'),
  ];
  expect(dearAlarms).toBeLessThanOrEqual(even);
  expect(even).toBeLessThan(dearMisses);
  expect(dearMisses).toBeGreaterThan(150);
});
