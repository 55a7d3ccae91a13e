// How long the preview of each kind of step takes on a table of 1,000,000 rows and 8 columns, through the handler that
// the window asks: the median of some rounds, in milliseconds by the clock and of all processors, as one JSON document. On a busy
// machine the second is the steadier one. No build is needed.
// npm run --silent bench -- steps [--rows 1000000] [--rounds 5]
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { runnerImport } from 'vite';
import { median } from './support/table.mjs';

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== 'steps'),
  options: { rows: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '5' } },
});
const root = resolve(import.meta.dirname, '../..');
const load = async (path) =>
  (await runnerImport(join(root, path), { root, configFile: false, logLevel: 'error' })).module;
const { previewSteps } = await load('src-main/engine/data/steps/preview.ts');
const { cleaningStepSchema } = await load('src-main/contract/cleaning/index.ts');

/** At least one for each kind that is done value by value or row by row. */
const steps = [
  { kind: 'trim-text', columns: ['name', 'city'] },
  { kind: 'change-case', columns: ['name'], to: 'title' },
  { kind: 'normalise-text', columns: ['name', 'city'], removeAccents: true },
  { kind: 'replace-text', columns: ['name'], find: '(\\w+) (\\w+)', replacement: '\\2, \\1', pattern: true },
  { kind: 'extract-text', column: 'name', pattern: '[0-9]+', into: 'digits' },
  { kind: 'pad-text', columns: ['city'], length: 12 },
  { kind: 'parse-numbers', columns: ['weight'], unit: 'kg' },
  { kind: 'parse-dates', columns: ['day'] },
  { kind: 'change-type', columns: ['amount'], to: 'text' },
  { kind: 'round-numbers', columns: ['amount'], digits: 2 },
  { kind: 'rename-columns', names: [{ from: 'name', to: 'person' }] },
  { kind: 'keep-columns', columns: ['amount', 'city'] },
  { kind: 'drop-columns', columns: ['amount', 'city'] },
  { kind: 'split-column', column: 'name', delimiter: ' ', count: 3 },
  { kind: 'combine-columns', columns: ['name', 'city', 'amount'], into: 'all' },
  { kind: 'derive-column', into: 'ratio', expression: '"amount" / ("count" + 1)' },
  { kind: 'bin-numbers', column: 'amount', method: 'frequency', bins: 10, into: 'decile' },
  { kind: 'filter-rows', by: 'expression', expression: `"amount" > 500 and "city" = 'Rome'` },
  {
    kind: 'filter-rows',
    conditions: { conditions: [{ column: 'city', operator: 'frequent', values: ['2'] }] },
  },
  { kind: 'sample-rows', by: 'share', share: 0.1 },
  { kind: 'sample-rows', by: 'count', count: 1000 },
  { kind: 'first-rows' },
  { kind: 'remove-duplicates', columns: ['city', 'count'] },
  { kind: 'fill-missing', columns: ['amount'] },
].map((step, index) => cleaningStepSchema.parse({ id: `step-${index}`, ...step }));

async function generate(parquet) {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  const connection = await instance.connect();
  await connection.run('SELECT setseed(0.5)');
  await connection.run(
    `COPY (SELECT ' José ' || (random() * 1e6)::INTEGER || '  Müller' AS name,
      ['Rome', 'Milan', 'Turin', 'Naples'][1 + (random() * 3)::INTEGER] AS city,
      (random() * 1000)::DECIMAL(9, 2) || [' kg', ' g', ''][1 + (random() * 2)::INTEGER] AS weight,
      strftime(DATE '2000-01-01' + (random() * 9000)::INTEGER, '%d.%m.%Y') AS day,
      random() * 1000 AS amount, (random() * 100)::BIGINT AS count, random() AS x, random() > 0.5 AS flag
      FROM range(${Number(options.rows)})) TO '${parquet}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

const folder = await mkdtemp(join(tmpdir(), 'strongroom-bench-'));
try {
  const parquet = join(folder, 'data.parquet');
  await generate(parquet);
  const work = { signal: new AbortController().signal, report: () => undefined };
  const milliseconds = {};
  for (const step of steps) {
    const times = [];
    const processors = [];
    for (let round = 0; round < Number(options.rounds); round++) {
      const used = process.cpuUsage();
      const start = performance.now();
      const { report } = await previewSteps(
        { parquet, steps: [step], step: step.id, offset: 0, limit: 50, changedOnly: true, seed: 1 },
        work,
      );
      times.push(performance.now() - start);
      const { user, system } = process.cpuUsage(used);
      processors.push((user + system) / 1000);
      if (report?.error) throw new Error(report.error.message);
    }
    const name = milliseconds[step.kind] === undefined ? step.kind : `${step.kind} ${step.by}`;
    milliseconds[name] = { clock: Math.round(median(times)), processors: Math.round(median(processors)) };
  }
  const slowest = Math.max(...Object.values(milliseconds).map(({ clock }) => clock));
  console.log(JSON.stringify({ rows: Number(options.rows), slowest, milliseconds }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
