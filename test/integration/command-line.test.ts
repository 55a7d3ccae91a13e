import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { strongroom } from './support/command';
import { built, sample, temporaryFolder } from './support/house';

const penguins = sample('penguins.csv');

/** Epochs enough to see a difference, few enough to be quick. */
const quick = ['--epochs', '5'];

test('train, evaluate, export, verify, predict', async () => {
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  const trained = await strongroom('train', penguins, '--target', 'Species', '--out', model, '--json');
  expect(trained.code).toBe(0);
  const document = trained.json() as Record<string, unknown>;
  expect(document).toMatchObject({
    task: 'multiclass',
    target: 'Species',
    rows: { train: expect.any(Number) as number, validation: expect.any(Number) as number, test: 69 },
    metrics: {
      test: {
        accuracy: expect.any(Number) as number,
        f1: expect.any(Number) as number,
        roc_auc: expect.any(Number) as number,
        log_loss: expect.any(Number) as number,
      },
    },
    device: 'cpu',
    runtime: expect.any(String) as string,
    seconds: {
      import: expect.any(Number) as number,
      prepare: expect.any(Number) as number,
      train: expect.any(Number) as number,
      total: expect.any(Number) as number,
    },
    rows_per_second: expect.any(Number) as number,
    seed: 1,
  });
  const files = (await readdir(model)).sort();
  expect(files).toEqual([
    'decision.json',
    'features.json',
    'layers.json',
    'model.json',
    'run.json',
    'weights.bin',
  ]);
  expect([...(document as { files: string[] }).files].sort()).toEqual(files.map((file) => join(model, file)));

  const evaluated = await strongroom('evaluate', model, penguins, '--json');
  expect(evaluated.code).toBe(0);
  expect(evaluated.json()).toMatchObject({ rows: 344, metrics: { accuracy: expect.any(Number) as number } });
  const { metrics } = evaluated.json() as { metrics: { accuracy: number } };
  expect(metrics.accuracy).toBeGreaterThan(0.97);

  const onnx = join(folder, 'model.onnx');
  const exported = await strongroom('export', model, '--format', 'onnx', '--out', onnx);
  expect([exported.code, exported.stderr.includes('Error')]).toEqual([0, false]);

  const verified = await strongroom('verify', onnx, penguins, '--against', model, '--json');
  expect(verified.code).toBe(0);
  expect(verified.json()).toMatchObject({ passed: true, rows: 344, changed_decisions: 0 });

  const predictions = join(folder, 'predicted.csv');
  const predicted = await strongroom('predict', model, penguins, '--out', predictions);
  expect(predicted.code).toBe(0);
  const lines = (await readFile(predictions, 'utf8')).trimEnd().split(/\r?\n/);
  expect(lines).toHaveLength(345);
  expect((await readdir(folder)).sort()).toEqual([
    'model',
    'model.onnx',
    'model.onnx.certificate.html',
    'model.onnx.certificate.json',
    'predicted.csv',
  ]);
});

test('verify exits with 1 when the file is of another model', async () => {
  const folder = await temporaryFolder();
  const [one, two, onnx] = [join(folder, 'one'), join(folder, 'two'), join(folder, 'one.onnx')];
  await strongroom('train', penguins, '--target', 'Species', '--out', one, ...quick);
  await strongroom('train', penguins, '--target', 'Species', '--out', two, ...quick, '--seed', '2');
  await strongroom('export', one, '--format', 'onnx', '--out', onnx);
  const verified = await strongroom('verify', onnx, penguins, '--against', two, '--json');
  expect(verified.code).toBe(1);
  const document = verified.json() as { passed: boolean; largest_difference: number };
  expect(document.passed).toBe(false);
  expect(document.largest_difference).toBeGreaterThan(1e-5);
});

test('a seed repeats a run to the bit, another seed does not', async () => {
  const folder = await temporaryFolder();
  const weights = async (name: string, seed: string): Promise<Buffer> => {
    const out = join(folder, name);
    const args = ['--target', 'Species', '--out', out, ...quick, '--seed', seed];
    expect((await strongroom('train', penguins, ...args)).code).toBe(0);
    return readFile(join(out, 'weights.bin'));
  };
  const first = await weights('a', '7');
  expect((await weights('b', '7')).equals(first)).toBe(true);
  expect((await weights('c', '8')).equals(first)).toBe(false);
});

test('a recipe file says how, and the options go before it', async () => {
  const folder = await temporaryFolder();
  const recipe = {
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: 'Species',
    columns: { Island: { role: 'ignore', type: 'category' } },
    model: { hidden: [8], activation: 'tanh' },
    training: { epochs: 3 },
    seed: 4,
  };
  await writeFile(join(folder, 'recipe.json'), JSON.stringify(recipe));
  const out = join(folder, 'model');
  const args = ['--recipe', join(folder, 'recipe.json'), '--seed', '5', '--out', out, '--json'];
  const trained = await strongroom('train', penguins, ...args);
  expect(trained.json()).toMatchObject({ seed: 5, epochs: 3 });
  const run = JSON.parse(await readFile(join(out, 'run.json'), 'utf8')) as Record<string, unknown>;
  expect(run['inputs']).not.toContain('Island');
  expect(run['recipe']).toMatchObject({ model: { hidden: [8], activation: 'tanh' }, seed: 5 });
});

test('profile tells of the target and of a later file, and names a target that is not there', async () => {
  const profiled = await strongroom(
    'profile',
    penguins,
    '--target',
    'Species',
    '--against',
    penguins,
    '--json',
  );
  expect(profiled.code).toBe(0);
  const document = profiled.json() as Record<string, unknown>;
  expect(document).toMatchObject({
    rows: 344,
    bad_rows: 0,
    sampled_rows: 344,
    duplicates: { rows: 0 },
    target: { column: 'Species', task: 'classification' },
    missing_patterns: { completeRows: 333 },
    drift: { rowsAfter: 344, missingColumns: [], newColumns: [] },
  });
  const text = await strongroom('profile', penguins, '--target', 'Species');
  expect(text.stdout).toContain('What tells of Species');
  const wrong = await strongroom('profile', penguins, '--target', 'Weight', '--json');
  expect(wrong.code).toBe(1);
  expect(wrong.json()).toMatchObject({ error: { code: 'TARGET_NOT_FOUND', received: 'Weight' } });
});

test('profile and doctor say what is there', async () => {
  const profiled = await strongroom('profile', penguins, '--json');
  expect(profiled.code).toBe(0);
  expect(profiled.json()).toMatchObject({ rows: 344, rejected_rows: 0 });
  const doctor = await strongroom('doctor', '--json');
  expect(doctor.code).toBe(0);
  const { engines } = doctor.json() as { engines: { name: string; available: boolean; reason: unknown }[] };
  for (const name of ['duckdb', 'reference', 'onnx']) {
    expect(engines.find((engine) => engine.name === name)).toMatchObject({ available: true });
  }
  for (const { available, reason } of engines) expect(available || typeof reason === 'string').toBe(true);
});

/** The built command line as a process of its own, in a group of its own as in a terminal. */
async function start(...args: string[]) {
  const temporary = await temporaryFolder();
  const child = spawn(process.execPath, [join(built, 'cli.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, TMPDIR: temporary, TEMP: temporary },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const ended = once(child, 'close').then(([code]: unknown[]) => code as number | null);
  return { pid: child.pid ?? 0, output, ended, temporary };
}

/** A training that only ends when it is told to. */
async function startEndless(folder: string) {
  const recipe = {
    version: 1,
    data: { dataset: null, fingerprint: null, reading: null },
    target: 'Species',
    training: { epochs: 100_000, patience: 10_000 },
  };
  await writeFile(join(folder, 'recipe.json'), JSON.stringify(recipe));
  const args = ['--recipe', join(folder, 'recipe.json'), '--out', join(folder, 'model'), '--json'];
  const started = await start('train', penguins, ...args);
  await expect.poll(() => started.output.stderr, { timeout: 100_000 }).toContain('epoch');
  return started;
}

test('Ctrl-C while training ends with CANCELLED and leaves nothing behind', async () => {
  const folder = await temporaryFolder();
  const { pid, output, ended, temporary } = await startEndless(folder);
  // A terminal tells the whole group, engine processes too, and npm passes it on once more.
  process.kill(-pid, 'SIGINT');
  process.kill(pid, 'SIGINT');
  expect(await ended).toBe(1);
  expect(JSON.parse(output.stdout)).toMatchObject({ error: { code: 'CANCELLED' } });
  expect(await readdir(folder)).toEqual(['recipe.json']);
  expect(await readdir(temporary)).toEqual([]);
});

test('kill -9 of the program takes its engine processes with it', async () => {
  const { pid, ended } = await startEndless(await temporaryFolder());
  process.kill(pid, 'SIGKILL');
  await ended;
  // The group is empty when nobody can be signalled in it.
  const isGroupAlive = (): boolean => {
    try {
      return process.kill(-pid, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(isGroupAlive, { timeout: 30_000 }).toBe(false);
});

test('the built program tells progress on stderr and one document on stdout', async () => {
  const { output, ended } = await start('profile', penguins, '--json');
  expect(await ended).toBe(0);
  expect(JSON.parse(output.stdout)).toMatchObject({ rows: 344 });
  expect(output.stderr).toContain('Reading penguins.csv');
});

/** The penguins as a spreadsheet of another country saves them: each cell through `change`. */
async function penguinsWith(delimiter: string, change: (cell: string) => string): Promise<string> {
  const text = await readFile(penguins, 'utf8');
  const rows = text.trimEnd().split(/\r?\n/);
  return rows.map((row) => row.split(',').map(change).join(delimiter)).join('\n');
}

test('a file with semicolons and decimal commas is understood as the same numbers', async () => {
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  await strongroom('train', penguins, '--target', 'Species', '--out', model, ...quick);
  const other = join(folder, 'other.csv');
  await writeFile(other, await penguinsWith(';', (cell) => cell.replace(/^(\d+)\.(\d+)$/, '$1,$2')));
  const [same, changed] = [
    await strongroom('evaluate', model, penguins, '--json'),
    await strongroom('evaluate', model, other, '--json'),
  ];
  const metrics = (ran: typeof same): unknown => (ran.json() as { metrics: unknown }).metrics;
  expect(changed.code).toBe(0);
  expect(metrics(changed)).toEqual(metrics(same));
  const warnings = (ran: typeof same): { code: string }[] =>
    (ran.json() as { warnings: { code: string }[] }).warnings;
  expect(warnings(changed)).toEqual([]);
  expect(warnings(same).map(({ code }) => code)).toEqual(['EVALUATED_ON_TRAINING_DATA']);
});

test('a model that is replaced by another is told', async () => {
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  const trained = async (): Promise<string[]> => {
    const ran = await strongroom(
      'train',
      penguins,
      '--target',
      'Species',
      '--out',
      model,
      '--json',
      ...quick,
    );
    expect(ran.code).toBe(0);
    return (ran.json() as { warnings: { code: string }[] }).warnings.map(({ code }) => code);
  };
  expect(await trained()).not.toContain('MODEL_REPLACED');
  expect(await trained()).toContain('MODEL_REPLACED');
  // What a person keeps beside a model is never replaced with it.
  await writeFile(join(model, 'notes.txt'), 'mine');
  const refused = await strongroom(
    'train',
    penguins,
    '--target',
    'Species',
    '--out',
    model,
    '--json',
    ...quick,
  );
  expect(refused.code).toBe(1);
  expect(refused.json()).toMatchObject({ error: { code: 'NOT_WRITABLE' } });
  expect(await readFile(join(model, 'notes.txt'), 'utf8')).toBe('mine');
  expect(await readdir(folder)).toEqual(['model']);
});

test('a column of numbers that cannot be read is an error, not missing values', async () => {
  const folder = await temporaryFolder();
  const model = join(folder, 'model');
  await strongroom('train', penguins, '--target', 'Species', '--out', model, ...quick);
  const other = join(folder, 'other.csv');
  await writeFile(other, await penguinsWith(',', (cell) => cell.replace(/^(\d+\.\d+)$/, '$1 mm')));
  const ran = await strongroom('evaluate', model, other, '--json');
  expect(ran.code).toBe(1);
  expect(ran.json()).toMatchObject({
    error: {
      code: 'CONTRACT_MISMATCH',
      message: expect.stringContaining('of "Beak Length (mm)" in other.csv cannot be read') as string,
      expected: 'numbers like 70.35',
      received: expect.stringMatching(/^text like "\d+\.\d mm"$/) as string,
    },
  });
});
