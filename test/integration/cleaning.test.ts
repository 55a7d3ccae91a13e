import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobIdSchema } from '../../src-main/contract/schemas/common';
import { cleaningStepSchema } from '../../src-main/contract/cleaning';
import { cleaningHandlers } from '../../src-main/services/cleaning';
import { recipeHandlers } from '../../src-main/services/recipes';
import { cleanedTable } from '../../src-main/services/work/cleaned-table';
import { evaluateFile } from '../../src-main/services/work/evaluate-file';
import { exportModel } from '../../src-main/services/work/export-model';
import { importDataset } from '../../src-main/services/work/import-dataset';
import { openModel } from '../../src-main/services/work/model-folder';
import { predictFile } from '../../src-main/services/work/predict-file';
import { verifyFile } from '../../src-main/services/work/verify-model';
import { startSession } from '../../src-main/services/work/start-session';
import { Random } from '../../src-main/engine/random';
import { asOnnx, startHouse } from './support/house';

const work = { signal: new AbortController().signal, report: () => undefined };
const job = jobIdSchema.parse('cleaning-job');

/** The answer follows from the word once its blanks are gone; every fifth row is there twice. */
function csv(rows: number, clean: boolean): string {
  const random = new Random(3, 'rows');
  const lines = ['word,size,weight,answer'];
  for (let row = 0; row < rows; row++) {
    const yes = random.below(2) === 0;
    const word = yes ? 'left' : 'right';
    const blank = clean ? '' : ['', ' ', '  ', '\u00a0'][row % 4];
    const line = `${word}${blank ?? ''},${row % 7 === 0 ? '' : String(row)},${String((row * 37) % 1009)}.5,${yes ? 'yes' : 'no'}`;
    lines.push(line);
    if (row % 5 === 0 && !clean) lines.push(line);
  }
  return `${lines.join('\n')}\n`;
}

test('cleaning steps shape what is trained on, are undone, and are done to later files too', async () => {
  const house = await startHouse();
  const folder = await house.workspace.scratch.folder('cleaning');
  const path = join(folder, 'words.csv');
  await writeFile(path, csv(200, false));
  const project = await house.current.get();
  await importDataset(house, project, { path, name: 'words.csv' }, { target: 'answer' }, work);
  const recipes = recipeHandlers(house);
  const cleaning = cleaningHandlers(house);

  const before = await recipes['recipes.plan']({});
  expect(before.rows.total).toBe(240);
  const steps = [
    { kind: 'trim-text', id: 'one', columns: ['word'] },
    { kind: 'remove-duplicates', id: 'two' },
    { kind: 'fill-missing', id: 'three', columns: ['size'], method: 'median', indicator: true },
  ].map((step) => cleaningStepSchema.parse(step));
  await project.changeRecipe((recipe) => ({
    ...recipe,
    cleaning: steps,
    training: { ...recipe.training, epochs: 30, device: 'cpu' },
  }));

  const preview = await cleaning['cleaning.preview']({
    step: 'one',
    offset: 0,
    limit: 10,
    changedOnly: true,
  });
  expect(preview).toMatchObject({ sampled: 240, total: 240, report: { id: 'one', error: null } });
  expect(preview.report?.changed).toBeGreaterThan(100);
  expect(preview.rows).toHaveLength(10);
  for (const { cells, was } of preview.rows) expect(String(was['0']).trim()).toBe(cells[0]);
  const removing = await cleaning['cleaning.preview']({
    step: 'two',
    offset: 0,
    limit: 300,
    changedOnly: false,
  });
  expect(removing.rows.filter(({ removed }) => removed)).toHaveLength(40);

  const { profile, steps: reports } = await cleaning['cleaning.table']({ job });
  expect(profile.rows).toBe(200);
  expect(reports.map(({ rows }) => rows.after)).toEqual([240, 200, 200]);
  expect(profile.columns.map(({ name, distinct, missing }) => [name, distinct, missing])).toMatchObject([
    ['word', 2, 0],
    ['size', expect.anything(), 0],
    ['weight', 200, 0],
    ['answer', 2, 0],
    ['size is missing', 2, 0],
  ]);
  expect((await recipes['recipes.plan']({})).rows.total).toBe(200);

  const session = await startSession(house, project);
  await session.ended;
  expect(session.current).toMatchObject({ state: 'done', error: null });
  const model = await openModel(project.runs.path(session.current.id));
  expect(model.run.rawColumns?.map(({ name }) => name)).toEqual(['word', 'size', 'weight', 'answer']);
  expect(model.run.inputs).toContain('size is missing');

  // The same words, never trimmed, and without the answer.
  const later = join(folder, 'later.csv');
  await writeFile(later, csv(100, false).replace(/,[^,\n]*$/gm, ''));
  const output = join(folder, 'answers.csv');
  const predicted = await predictFile(house, model, { path: later, name: 'later.csv' }, output, work);
  expect(predicted).toMatchObject({ rows: 120, rejectedRows: 0 });
  const [header, ...lines] = (await readFile(output, 'utf8')).trim().split('\n');
  expect(header).toMatch(/^word,size,weight,predicted/);
  expect(lines[1]).toMatch(/^(left|right)/);
  const scored = await evaluateFile(house, model, { path, name: 'words.csv' }, work);
  expect(scored.evaluation.metrics).toMatchObject({ accuracy: 1 });

  const exported = await exportModel(house, model, asOnnx, join(folder, 'model.onnx'), work);
  expect(exported.verification.passed).toBe(true);
  // Blanks are trimmed before; what is missing is filled, and marked, in the file itself.
  expect(exported.cleaning).toMatchObject({ inside: ['three'], before: ['one'] });
  expect(exported.inputs).toEqual([
    { name: 'word', type: 'string[rows, 1]' },
    { name: 'weight', type: 'float[rows, 1]' },
    { name: 'size', type: 'double[rows, 1]' },
  ]);
  expect(exported.warnings).toMatchObject([
    { code: 'CLEANING_NOT_INSIDE', message: expect.stringContaining('"Trim word" has been done') as string },
  ]);
  const about = await house.engine.run('onnx-about', { onnx: join(folder, 'model.onnx') });
  const verified = await verifyFile(
    house,
    model,
    {
      path: join(folder, 'model.onnx'),
      format: 'onnx',
      allowance: { difference: 1e-5, changedDecisions: 0 },
      ...about,
    },
    { path, name: 'words.csv' },
    work,
  );
  expect(verified).toMatchObject({ passed: true, rows: 240, changedDecisions: 0 });

  await project.undo();
  expect((await recipes['recipes.plan']({})).rows.total).toBe(240);
  await project.changeRecipe((recipe) => ({
    ...recipe,
    cleaning: [cleaningStepSchema.parse({ kind: 'drop-columns', id: 'x', columns: ['gone'] })],
  }));
  expect(await recipes['recipes.plan']({})).toMatchObject({ problems: [{ code: 'STEP_INVALID' }] });
  await expect(startSession(house, project)).rejects.toMatchObject({ code: 'STEP_INVALID' });
  await house.close();
});

test('the column that the answer was made of is not asked of a file to predict', async () => {
  const house = await startHouse();
  const folder = await house.workspace.scratch.folder('cleaning-target');
  const path = join(folder, 'flats.csv');
  const random = new Random(4, 'rows');
  const sizes = Array.from({ length: 120 }, () => 20 + random.below(100));
  const lines = sizes.map((size) => `${String(size)} sqm,"€ 1,${String(100 + size)}.50"`);
  await writeFile(path, `area,price text\n${lines.join('\n')}\n`);
  const project = await house.current.get();
  await importDataset(house, project, { path, name: 'flats.csv' }, {}, work);
  const cleaning = [
    { kind: 'parse-numbers', id: 'one', columns: ['area'], factors: [{ from: 'sqm', to: '1' }] },
    { kind: 'parse-numbers', id: 'two', columns: ['price text'] },
    { kind: 'rename-columns', id: 'three', names: [{ from: 'price text', to: 'price' }] },
    { kind: 'filter-rows', id: 'four', by: 'expression', expression: '"price" > 0' },
  ].map((step) => cleaningStepSchema.parse(step));
  await project.changeRecipe((recipe) => ({
    ...recipe,
    cleaning,
    target: 'price',
    training: { ...recipe.training, epochs: 3, device: 'cpu' },
  }));
  const session = await startSession(house, project);
  await session.ended;
  expect(session.current).toMatchObject({ state: 'done', error: null });
  const model = await openModel(project.runs.path(session.current.id));
  expect(model.run).toMatchObject({ target: 'price', inputs: ['area'] });

  const output = join(folder, 'answers.csv');
  const predict = async (text: string): Promise<unknown> => {
    const later = join(folder, 'later.csv');
    await writeFile(later, text);
    return predictFile(house, model, { path: later, name: 'later.csv' }, output, work);
  };
  expect(await predict('area\n30 sqm\n40 sqm\n')).toMatchObject({ rows: 2 });
  await expect(predict('price text\n5\n6\n')).rejects.toMatchObject({ code: 'CONTRACT_MISMATCH' });
  // Scores need what the answer is made of.
  const only = join(folder, 'only.csv');
  await writeFile(only, 'area\n30 sqm\n40 sqm\n');
  await expect(evaluateFile(house, model, { path: only, name: 'only.csv' }, work)).rejects.toMatchObject({
    code: 'CONTRACT_MISMATCH',
  });
  await house.close();
});

test('a later file may lack columns that the model does not need, also where a step compares rows by all of them', async () => {
  const house = await startHouse();
  const folder = await house.workspace.scratch.folder('cleaning-columns');
  const path = join(folder, 'words.csv');
  await writeFile(path, csv(200, true));
  const project = await house.current.get();
  await importDataset(house, project, { path, name: 'words.csv' }, { target: 'answer' }, work);
  await project.changeRecipe((recipe) => ({
    ...recipe,
    columns: { weight: { role: 'ignore', type: 'decimal' } },
    cleaning: [
      { kind: 'fill-from-neighbours', id: 'one', columns: ['size'] },
      { kind: 'trim-text', id: 'two', columns: ['word', 'answer'] },
    ].map((step) => cleaningStepSchema.parse(step)),
    training: { ...recipe.training, epochs: 3, device: 'cpu' },
  }));
  const session = await startSession(house, project);
  await session.ended;
  expect(session.current).toMatchObject({ state: 'done', error: null });
  const model = await openModel(project.runs.path(session.current.id));
  const later = join(folder, 'later.csv');
  await writeFile(later, 'word,size\nleft,3\nright,\n');
  const predict = (file: string): Promise<{ rows: number }> =>
    predictFile(house, model, { path: file, name: 'later.csv' }, join(folder, 'answers.csv'), work);
  expect(await predict(later)).toMatchObject({ rows: 2 });
  await writeFile(later, 'word,weight\nleft,3\nright,2\n');
  await expect(predict(later)).rejects.toMatchObject({ code: 'CONTRACT_MISMATCH' });
  await house.close();
});

test('a table is made once for all who ask for it at the same time, also after the first of them gave up', async () => {
  const house = await startHouse();
  const folder = await house.workspace.scratch.folder('cleaning-once');
  const path = join(folder, 'words.csv');
  await writeFile(path, csv(200, false));
  const project = await house.current.get();
  await importDataset(house, project, { path, name: 'words.csv' }, { target: 'answer' }, work);
  await project.changeRecipe((recipe) => ({
    ...recipe,
    cleaning: [cleaningStepSchema.parse({ kind: 'trim-text', id: 'one', columns: ['word'] })],
  }));
  const givenUp = new AbortController();
  const first = cleanedTable(house, project, { ...work, signal: givenUp.signal });
  const others = [1, 2, 3].map(() => cleanedTable(house, project, work));
  givenUp.abort();
  await expect(first).rejects.toMatchObject({ code: 'CANCELLED' });
  const tables = await Promise.all(others);
  expect(new Set(tables.map(({ parquet }) => parquet)).size).toBe(1);
  expect(tables[0]?.profile.rows).toBe(240);
  await house.close();
});
