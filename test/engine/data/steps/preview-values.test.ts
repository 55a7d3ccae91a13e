import { join } from 'node:path';
import { expect, test } from 'vitest';
import { previewSteps } from '../../../../src-main/engine/data/steps/preview';
import { step, tableOf, withFolder, writeTable } from './support';

const context = {
  signal: new AbortController().signal,
  report: () => undefined,
  stopRequested: () => false,
  pauseRequested: () => false,
};

test('a preview of a step that changes a type tells what changed and what could not be read', async () => {
  await withFolder(async (folder) => {
    const parquet = join(folder, 'data.parquet');
    const cells = ['1,5 kg', 'much', null, '2'];
    await writeTable(parquet, tableOf({ __proto__x: { type: 'VARCHAR', cells } }));
    const parse = step({ kind: 'parse-numbers', columns: ['__proto__x'], unit: 'g', decimal: ',' });
    const preview = await previewSteps(
      { parquet, steps: [parse], step: parse.id, offset: 0, limit: 10, changedOnly: true, seed: 1 },
      context,
    );
    expect(preview.report).toMatchObject({ changed: 3, emptied: 1, error: null });
    expect(preview.before).toEqual([{ name: '__proto__x', type: 'category' }]);
    expect(preview.columns).toEqual([{ name: '__proto__x', type: 'decimal' }]);
    expect(preview.rows).toEqual([
      { row: 0, cells: [1500], was: { '0': '1,5 kg' }, removed: false },
      { row: 1, cells: [null], was: { '0': 'much' }, removed: false },
      { row: 3, cells: [2], was: { '0': '2' }, removed: false },
    ]);
  });
});

test('a step that cannot be done leaves the rows as they are, and says why', async () => {
  await withFolder(async (folder) => {
    const parquet = join(folder, 'data.parquet');
    await writeTable(parquet, tableOf({ a: { type: 'BIGINT', cells: [1, 2] } }));
    const broken = step({ kind: 'derive-column', into: 'b', expression: 'a +' });
    const preview = await previewSteps(
      { parquet, steps: [broken], step: broken.id, offset: 0, limit: 10, changedOnly: false, seed: 1 },
      context,
    );
    expect(preview.report).toMatchObject({ rows: { before: 2, after: 2 }, error: { code: 'STEP_INVALID' } });
  });
});
