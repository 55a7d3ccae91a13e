import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clean } from '../../../../src-main/engine/data/steps/clean';
import { cleaningFile } from '../../../../src-main/engine/protocol';
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
      {
        parquet,
        steps: [parse],
        step: parse.id,
        offset: 0,
        limit: 10,
        changedOnly: true,
        seed: 1,
        cleaning: null,
      },
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
      {
        parquet,
        steps: [broken],
        step: broken.id,
        offset: 0,
        limit: 10,
        changedOnly: false,
        seed: 1,
        cleaning: null,
      },
      context,
    );
    expect(preview.report).toMatchObject({ rows: { before: 2, after: 2 }, error: { code: 'STEP_INVALID' } });
  });
});

const looked = { offset: 0, limit: 10, changedOnly: false, seed: 1, cleaning: null };

test('steps before the one that is edited are done once, and anew when they change or the file does', async () => {
  await withFolder(async (folder) => {
    const parquet = join(folder, 'data.parquet');
    const write = (cells: (string | null)[]) =>
      writeTable(
        parquet,
        tableOf({ a: { type: 'VARCHAR', cells }, b: { type: 'BIGINT', cells: [1, 2, 3] } }),
      );
    const cellsAfter = async (steps: ReturnType<typeof step>[]) => {
      const preview = await previewSteps(
        { ...looked, parquet, steps, step: steps.at(-1)?.id ?? null },
        context,
      );
      return preview.rows.map(({ cells }) => cells[0]);
    };
    await write([' x', 'Y ', null]);
    const trim = step({ kind: 'trim-text', columns: ['a'] });
    const lower = step({ kind: 'change-case', columns: ['a'], to: 'lower' });
    const fill = step({ kind: 'fill-missing', columns: ['a'], method: 'constant', value: 'none' });
    expect(await cellsAfter([trim, lower])).toEqual(['x', 'y', null]);
    expect(await cellsAfter([trim, step({ kind: 'change-case', columns: ['a'], to: 'upper' })])).toEqual([
      'X',
      'Y',
      null,
    ]);
    expect(await cellsAfter([fill, lower])).toEqual([' x', 'y ', 'none']);
    expect(await cellsAfter([{ ...trim, enabled: false }, fill])).toEqual([' x', 'Y ', 'none']);
    // Two at once do not get in each other's way.
    expect(await Promise.all([cellsAfter([trim, fill, lower]), cellsAfter([lower, trim, fill])])).toEqual([
      ['x', 'y', 'none'],
      ['x', 'y', 'none'],
    ]);
    await write(['longer than before', 'Q', 'R']);
    expect(await cellsAfter([trim, lower])).toEqual(['longer than before', 'q', 'r']);
  });
});

test('what was learned from all rows takes the place of what the first rows tell, for the same steps alone', async () => {
  await withFolder(async (folder) => {
    const parquet = join(folder, 'data.parquet');
    // The first rows lack what the others are full of.
    await writeTable(
      parquet,
      `SELECT CASE WHEN i % 2 = 1 THEN NULL WHEN i < 30000 THEN 1 ELSE 1000 END::DOUBLE AS a FROM range(100000) r(i)`,
    );
    const fill = step({ kind: 'fill-missing', columns: ['a'], method: 'median' });
    const round = step({ kind: 'round-numbers', columns: ['a'] });
    const steps = [fill, round];
    const filled = async (cleaning: string | null, now = steps, place = 0) => {
      const wanted = now[place]?.id ?? null;
      const preview = await previewSteps({ ...looked, parquet, steps: now, step: wanted, cleaning }, context);
      return [preview.rows[1]?.cells[0], preview.learnedFrom];
    };
    expect(await filled(null)).toEqual([1, 'sample']);
    const directory = await mkdtemp(join(folder, 'cleaned-'));
    await clean({ parquet, steps, directory, seed: 1 }, context);
    const cleaning = join(directory, cleaningFile);
    expect(await filled(cleaning)).toEqual([1000, 'all']);
    // Of a step after it, too.
    expect(await filled(cleaning, steps, 1)).toEqual([1000, null]);
    // What an edited step learned before says nothing.
    const mean = { ...step({ kind: 'fill-missing', columns: ['a'], method: 'mean' }), id: fill.id };
    expect((await filled(cleaning, [mean, round]))[1]).toBe('sample');
    expect((await filled(cleaning, [round, fill], 1))[1]).toBe('sample');
    expect(await filled(join(directory, 'gone.json'))).toEqual([1, 'sample']);
  });
});

test('a look that was cancelled does not spoil the next one', async () => {
  await withFolder(async (folder) => {
    const parquet = join(folder, 'data.parquet');
    await writeTable(parquet, 'SELECT range AS a FROM range(50000)');
    const sort = step({ kind: 'sort-rows', columns: ['a'], descending: true });
    const round = step({ kind: 'round-numbers', columns: ['a'] });
    const params = { ...looked, parquet, steps: [sort, round], step: round.id };
    const controller = new AbortController();
    const first = previewSteps(params, { ...context, signal: controller.signal });
    controller.abort();
    await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
    const again = await previewSteps(params, context);
    expect(again.rows[0]?.cells).toEqual([19_999]);
  });
});
