// Import of a 2,000,000 x 7 CSV against DuckDB's own read_csv into a table, in turns, each in a process of its own.
// The import ends when the table can be looked at; the summary of its columns follows, and its seconds are told apart.
// With --gigabyte: memory and time of a CSV of 1 GB, by each of the two readers, instead.
// Prints one JSON document. Needs the build: node build/scripts/build.mjs --if-stale
import { fork, spawnSync } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { appendFile, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { once } from 'node:events';

const isGigabyte = process.argv.includes('--gigabyte');
const rows = isGigabyte ? 18_400_000 : 2_000_000;
const rounds = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 3);
const child = resolve(import.meta.dirname, '../../out/main/engine-child.js');
const folder = await mkdtemp(join(tmpdir(), 'strongroom-bench-'));
const csv = join(folder, 'table.csv');

async function generate() {
  let state = 1;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const regions = ['north', 'south', 'east', 'west', 'centre'];
  const file = createWriteStream(csv);
  file.write('id,day,region,price,quantity,active,score\n');
  for (let start = 0; start < rows; start += 10_000) {
    let text = '';
    for (let row = start; row < start + 10_000; row++) {
      const day = new Date(1.5e12 + Math.floor(random() * 1e11)).toISOString().slice(0, 10);
      text += `${row},${day},${regions[Math.floor(random() * 5)]},${(random() * 1000).toFixed(2)},${Math.floor(random() * 1e5)},${random() < 0.5},${random().toFixed(9)}\n`;
    }
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

/** Seconds and peak memory of DuckDB alone. */
function readCsv() {
  const script = `
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const start = performance.now();
    await connection.run("CREATE TABLE t AS SELECT * FROM read_csv('${csv}')");
    console.log((performance.now() - start) / 1000);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    cwd: resolve(import.meta.dirname, '../..'),
  });
  return Number(stdout);
}

/** Largest resident size of a process so far, in MiB; Linux only. */
async function peakMemory(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** One task, to its end. */
async function ask(engine, task, params) {
  engine.send({ kind: 'run', id: 1, task, params });
  const answer = await new Promise((done) => {
    engine.on('message', (message) => {
      if (message.kind === 'result' || message.kind === 'error') done(message);
    });
    engine.on('exit', (code) => done({ kind: 'error', error: { message: `ended with ${code}` } }));
  });
  engine.removeAllListeners('message');
  engine.removeAllListeners('exit');
  if (answer.kind === 'error') throw new Error(answer.error.message);
  return answer;
}

/** The same task that the application runs, in the same process. */
async function importTable(round) {
  const engine = fork(child, ['data'], { stdio: 'inherit' });
  try {
    const directory = join(folder, `dataset-${round}`);
    await new Promise((done) => engine.once('message', done));
    const start = performance.now();
    const params = { path: csv, name: 'table.csv', directory, summary: 'later' };
    const answer = await ask(engine, 'import', params);
    const seconds = (performance.now() - start) / 1000;
    const parquet = join(directory, 'data.parquet');
    await ask(engine, 'summarise', { parquet, columns: answer.result.columns, directory });
    return {
      seconds,
      summarySeconds: (performance.now() - start) / 1000 - seconds,
      peakMemoryMiB: await peakMemory(engine.pid),
      rows: answer.result.rows,
      rejectedRows: answer.result.rejectedRows,
    };
  } finally {
    engine.kill();
  }
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function compare() {
  const readCsvSeconds = [];
  const imports = [];
  for (let round = 0; round < rounds; round++) {
    readCsvSeconds.push(readCsv());
    imports.push(await importTable(round));
  }
  const importSeconds = imports.map(({ seconds }) => seconds);
  const summarySeconds = imports.map((made) => made.summarySeconds);
  console.log(
    JSON.stringify({
      rows: imports[0].rows,
      bytes: (await stat(csv)).size,
      readCsvSeconds,
      importSeconds,
      summarySeconds,
      ratio: median(importSeconds) / median(readCsvSeconds),
      ratioWithSummary: (median(importSeconds) + median(summarySeconds)) / median(readCsvSeconds),
      peakMemoryMiB: Math.max(...imports.map(({ peakMemoryMiB }) => peakMemoryMiB)),
    }),
  );
}

/** A plain file goes through DuckDB's reader; one bad row at its end makes it go through the careful one. */
async function gigabyte() {
  const plain = await importTable('plain');
  await rm(join(folder, 'dataset-plain'), { recursive: true });
  await appendFile(csv, 'a row of,two cells\n');
  const careful = await importTable('careful');
  console.log(JSON.stringify({ bytes: (await stat(csv)).size, plain, careful }));
}

try {
  await generate();
  await (isGigabyte ? gigabyte() : compare());
} finally {
  await rm(folder, { recursive: true, force: true });
}
