import { expect, test } from 'vitest';
import { mostColumns } from '../../../../src-main/engine/data/profile/associations';
import { importText } from '../importers/support';
import { analyseImported } from './support';

const width = 600;

test('of a wide table, the columns that tell most of the target are compared, and it is said', async () => {
  const names = [...Array.from({ length: width }, (_, i) => `c${i}`), 'tells', 'word', 'target'];
  const lines = Array.from({ length: 200 }, (_, row) => {
    const noise = Array.from({ length: width }, (_cell, i) => String((row * (i + 17) * 7919) % 101));
    const isYes = (row * 13) % 5 < 2;
    return [...noise, isYes ? row / 100 + 10 : row / 100, isYes ? 'up' : 'down', isYes ? 'yes' : 'no'].join(
      ',',
    );
  });
  const imported = await importText(`${names.join(',')}\n${lines.join('\n')}\n`);
  const analysis = await analyseImported(imported, 'target');
  const [first] = analysis.associations;
  expect(first?.columns).toHaveLength(mostColumns);
  expect(first?.columns).toEqual(expect.arrayContaining(['tells', 'word', 'target']));
  expect(analysis.leftOut).toHaveLength(names.length - mostColumns);
  expect(analysis.leftOut.at(-1)?.reason).toBe(
    'Only the 39 columns that tell most of "target" are compared.',
  );
  expect(analysis.outliers.length).toBeGreaterThan(width / 2);
  expect(
    analysis.target?.columns
      .slice(0, 2)
      .map(({ column }) => column)
      .sort(),
  ).toEqual(['tells', 'word']);

  const without = await analyseImported(imported, null);
  expect(without.associations[0]?.columns[0]).toBe('c0');
  expect(without.leftOut.at(-1)?.reason).toBe('The first 40 columns are compared.');
});
