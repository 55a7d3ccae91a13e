// How long the preview of each kind of step takes on a table of 1,000,000 rows and 10 columns, through the handler that
// the window asks, in milliseconds by the clock and of all processors, as one JSON document: `first` is the first look at
// a table after another one, `later` the median of the looks after it, in which a parameter may be typed. On a busy
// machine the time of the processors is the steadier one. Every kind of step has to be in the list. No build is needed.
// npm run --silent bench -- steps [--rows 1000000] [--rounds 5] [--only fill-missing,aggregate]
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { runnerImport } from 'vite';
import { median } from './support/table.mjs';

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== 'steps'),
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
  },
});
const root = resolve(import.meta.dirname, '../..');
const load = async (path) =>
  (await runnerImport(join(root, path), { root, configFile: false, logLevel: 'error' })).module;
const { previewSteps } = await load('src-main/engine/data/steps/preview.ts');
const { cleaningStepSchema, stepDefinitions } = await load('src-main/contract/cleaning/index.ts');

const measure = (name, column) => ({ measure: name, column });
const only = options.only.split(',').filter((kind) => kind !== '');

/** At least one for each kind; `label` tells several of one kind apart. */
const wanted = [
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
    label: 'conditions',
    kind: 'filter-rows',
    conditions: { conditions: [{ column: 'city', operator: 'frequent', values: ['2'] }] },
  },
  { kind: 'sample-rows', by: 'share', share: 0.1 },
  { label: 'count', kind: 'sample-rows', by: 'count', count: 1000 },
  { kind: 'first-rows' },
  { kind: 'remove-duplicates', columns: ['city', 'count'] },
  { label: 'all columns', kind: 'remove-duplicates' },
  { kind: 'correct-cell', column: 'city', row: 17, value: 'Rome' },
  { kind: 'fill-missing', columns: ['gap'] },
  { label: 'within', kind: 'fill-missing', columns: ['gap', 'word'], method: 'mode', within: ['count'] },
  { kind: 'fill-in-order', columns: ['gap'], method: 'interpolate', order: 'x', within: ['city'] },
  { label: 'forward', kind: 'fill-in-order', columns: ['gap', 'word'], method: 'forward' },
  { kind: 'fill-from-neighbours', columns: ['gap', 'word'] },
  { kind: 'drop-missing-rows', columns: ['gap'] },
  { kind: 'drop-missing-columns' },
  { kind: 'remove-outliers', columns: ['amount', 'x'], method: 'iqr' },
  {
    label: 'isolation forest',
    kind: 'remove-outliers',
    columns: ['amount', 'x', 'count', 'gap'],
    method: 'isolation-forest',
  },
  {
    label: 'isolation forest',
    kind: 'mark-outliers',
    columns: ['amount', 'x', 'count', 'gap'],
    method: 'isolation-forest',
    into: 'odd',
  },
  { kind: 'mark-outliers', columns: ['amount', 'x'], method: 'z', into: 'odd' },
  { kind: 'cap-outliers', columns: ['amount', 'x'], method: 'robust-z' },
  { kind: 'merge-rare', columns: ['word'] },
  { kind: 'group-categories', column: 'city', groups: [{ to: 'Rome', from: ['Milan', 'Turin'] }] },
  { kind: 'map-values', column: 'word', pairs: [{ from: 'word 1', to: 'low' }] },
  {
    kind: 'aggregate',
    keys: ['city', 'count'],
    measures: [
      measure('count', null),
      measure('share', null),
      ...['sum', 'mean', 'median', 'deviation', 'distinct'].map((name) => measure(name, 'amount')),
      ...['first', 'last', 'mode'].map((name) => measure(name, 'word')),
    ],
  },
  { label: 'many groups', kind: 'aggregate', keys: ['name'], measures: [measure('median', 'amount')] },
  {
    kind: 'pivot-wider',
    keys: ['city'],
    names: 'count',
    values: 'amount',
    measure: 'mean',
  },
  {
    label: 'many columns',
    kind: 'pivot-wider',
    keys: ['city'],
    names: 'word',
    values: 'amount',
    measure: 'median',
  },
  { kind: 'pivot-longer', columns: ['amount', 'x', 'gap'], nameColumn: 'what', valueColumn: 'value' },
  { kind: 'sort-rows', columns: ['name', 'amount'] },
];
const steps = wanted
  .map(({ label, ...step }, index) => ({
    label: label === undefined ? step.kind : `${step.kind}, ${label}`,
    step: cleaningStepSchema.parse({ id: `step-${index}`, ...step }),
  }))
  .filter(({ step }) => only.length === 0 || only.includes(step.kind));
const forgotten = Object.keys(stepDefinitions).filter((kind) => !wanted.some((step) => step.kind === kind));
if (forgotten.length > 0) throw new Error(`No preview is measured of ${forgotten.join(', ')}.`);

async function generate(parquet) {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  const connection = await instance.connect();
  await connection.run('SELECT setseed(0.5)');
  await connection.run(
    `COPY (SELECT ' José ' || (random() * 1e6)::INTEGER || '  Müller' AS name,
      ['Rome', 'Milan', 'Turin', 'Naples'][1 + (random() * 3)::INTEGER] AS city,
      (random() * 1000)::DECIMAL(9, 2) || [' kg', ' g', ''][1 + (random() * 2)::INTEGER] AS weight,
      strftime(DATE '2000-01-01' + (random() * 9000)::INTEGER, '%d.%m.%Y') AS day,
      random() * 1000 AS amount, (random() * 100)::BIGINT AS count, random() AS x, random() > 0.5 AS flag,
      CASE WHEN random() > 0.2 THEN random() * 50 END AS gap,
      CASE WHEN random() > 0.1 THEN 'word ' || (random() * random() * 400)::INTEGER END AS word
      FROM range(${Number(options.rows)})) TO '${parquet}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
}

const folder = await mkdtemp(join(tmpdir(), 'strongroom-bench-'));
try {
  const parquet = join(folder, 'data.parquet');
  await generate(parquet);
  // Another table, so that each first look is one at a table that was not the last.
  const other = join(folder, 'other.parquet');
  await copyFile(parquet, other);
  const work = { signal: new AbortController().signal, report: () => undefined };
  const look = async (from, step) => {
    const used = process.cpuUsage();
    const start = performance.now();
    const { report } = await previewSteps(
      {
        parquet: from,
        steps: [step],
        step: step.id,
        offset: 0,
        limit: 50,
        changedOnly: true,
        seed: 1,
        cleaning: null,
      },
      work,
    );
    const clock = performance.now() - start;
    if (report?.error) throw new Error(report.error.message);
    const { user, system } = process.cpuUsage(used);
    return { clock, processors: (user + system) / 1000 };
  };
  const middle = (times) => ({
    clock: Math.round(median(times.map(({ clock }) => clock))),
    processors: Math.round(median(times.map(({ processors }) => processors))),
  });
  const milliseconds = {};
  for (const { label, step } of steps) {
    const [first, later] = [[], []];
    for (let round = 0; round < Number(options.rounds); round++) {
      await look(other, steps[0].step);
      first.push(await look(parquet, step));
      later.push(await look(parquet, step));
    }
    milliseconds[label] = { first: middle(first), later: middle(later) };
  }
  const all = Object.values(milliseconds);
  const slowest = {
    first: Math.max(...all.map(({ first }) => first.clock)),
    later: Math.max(...all.map(({ later }) => later.clock)),
  };
  console.log(JSON.stringify({ rows: Number(options.rows), slowest, milliseconds }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
