// A data set larger than memory: prepares and trains on one of N gigabytes, and prints the peak memory of the process
// that prepares and of the one that trains, and rows a second, as one JSON document. Linux only; needs the build, and
// some twice the gigabytes on the disk of the temporary folder. Its files are deleted at the end.
// npm run --silent bench -- large [--gigabytes 5] [--minutes 1] [--regression]
import { fork } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { runnerImport } from 'vite';

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== 'large'),
  options: {
    gigabytes: { type: 'string', default: '5' },
    minutes: { type: 'string', default: '1' },
    regression: { type: 'boolean', default: false },
  },
});
const root = resolve(import.meta.dirname, '../..');
const child = join(root, 'out/main/engine-child.js');
const columns = 20;
/** 19 floats that do not compress, and a text of a bit or two. */
const rows = Math.round((Number(options.gigabytes) * 1e9) / (4 * (columns - 1)));
const { module: schemas } = await runnerImport(join(root, 'src-main/contract/schemas/recipe.ts'), {
  root,
  configFile: false,
  logLevel: 'error',
});

const names = Array.from({ length: columns - 2 }, (_, index) => `x${index}`);
const target = options.regression ? 'amount' : 'kind';

async function generate(parquet) {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  const connection = await instance.connect();
  const floats = [...names, 'noise'].map((name) => `random()::FLOAT AS ${name}`).join(', ');
  await connection.run(
    `COPY (SELECT * EXCLUDE (noise), (x0 * x1 + x2 + 0.2 * noise)::FLOAT AS amount,
      CASE WHEN x0 * x1 + x2 + 0.2 * noise > 0.85 THEN 'high' ELSE 'low' END AS kind
      FROM (SELECT ${floats} FROM range(${rows}))) TO '${parquet}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

/** Of a process so far, in MiB. */
async function peakMemory(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024);
}

/** A task of the engine in a process of its own, as the application runs it. */
async function run(role, task, params) {
  const engine = fork(child, [role], { stdio: 'inherit' });
  try {
    await new Promise((done) => engine.once('message', done));
    const start = performance.now();
    engine.send({ kind: 'run', id: 1, task, params });
    const answer = await new Promise((done) => {
      engine.on('message', (message) => {
        if (message.kind === 'result' || message.kind === 'error') done(message);
      });
      engine.on('exit', (code) => done({ kind: 'error', error: { message: `ended with ${code}` } }));
    });
    if (answer.kind === 'error') throw new Error(JSON.stringify(answer.error));
    const seconds = Math.round((performance.now() - start) / 1000);
    return { seconds, peakMemoryMiB: await peakMemory(engine.pid), result: answer.result };
  } finally {
    engine.kill();
  }
}

const profile = {
  rows,
  columns: [...names, 'amount', 'kind'].map((name) => ({
    name,
    type: name === 'kind' ? 'category' : 'decimal',
    identifier: false,
    constant: false,
    missing: 0,
    distinct: name === 'kind' ? 2 : 1_000_000,
    numbers: null,
    dates: null,
    histogram: null,
    top: [],
  })),
};
const ignored = { role: 'ignore', type: options.regression ? 'category' : 'decimal' };
const recipe = schemas.recipeSchema.parse({
  version: 1,
  data: { dataset: null, fingerprint: null, reading: null },
  target,
  columns: { [options.regression ? 'kind' : 'amount']: ignored },
  split: { method: 'stratified', validation: 0.1, test: 0.1 },
  training: { epochs: 1, device: 'cpu', stopping: { minutes: Number(options.minutes) } },
});

const directory = await mkdtemp(join(tmpdir(), 'strongroom-bench-'));
try {
  const parquet = join(directory, 'data.parquet');
  await generate(parquet);
  const { size } = await stat(parquet);
  const prepared = await run('data', 'prepare', {
    parquet,
    columns: profile.columns,
    profile,
    recipe,
    directory,
  });
  process.stderr.write(`prepared: ${prepared.seconds} s, ${prepared.peakMemoryMiB} MiB\n`);
  const trained = await run('tensors', 'train', { directory, recipe });
  const { result } = trained;
  console.log(
    JSON.stringify({
      rows,
      bytes: size,
      prepare: { seconds: prepared.seconds, peakMemoryMiB: prepared.peakMemoryMiB },
      train: {
        seconds: trained.seconds,
        peakMemoryMiB: trained.peakMemoryMiB,
        rowsPerSecond: Math.round(result.rowsPerSecond),
        stopReason: result.stopReason,
        runtime: result.runtime,
        warnings: result.warnings.map(({ message }) => message),
        test: result.metrics.test,
      },
    }),
  );
} finally {
  await rm(directory, { recursive: true, force: true });
}
