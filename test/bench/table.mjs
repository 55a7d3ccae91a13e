// A table of 10,000,000 x 7: how long a page of 200 rows takes at random places, in the order of the file, sorted and
// filtered; how long sorting, filtering and finding take; how long the profile takes.
// With --window: scrolls through it in Chromium (CHROMIUM_PATH) and tells the longest time that the window was blocked.
// Prints one JSON document. Needs the build: node build/scripts/build.mjs --if-stale
import { mkdtemp, rm } from 'node:fs/promises';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineProcess } from './support/engine-process.mjs';
import { makeTable } from './support/make-table.mjs';
import { rounded } from './support/table.mjs';
import { scrollInWindow } from './support/scroll.mjs';

const rows = Number(process.argv.slice(2).find((argument) => /^\d+$/.test(argument)) ?? 10_000_000);
const pages = 40;
const pageRows = 200;
const folder = await mkdtemp(join(tmpdir(), 'strongroom-bench-'));

const quantile = (numbers, q) => numbers.toSorted((a, b) => a - b)[Math.floor(q * (numbers.length - 1))];

/** Milliseconds of pages at places that a generator of fixed seed chooses. */
async function latencies(engine, total, params) {
  let state = 7;
  const milliseconds = [];
  for (let page = 0; page < pages; page++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const offset = Math.floor((state / 2 ** 32) * Math.max(1, total - pageRows));
    const start = performance.now();
    await engine.run('rows', { offset, limit: pageRows, ...params });
    milliseconds.push(performance.now() - start);
  }
  return { median: rounded(quantile(milliseconds, 0.5)), p95: rounded(quantile(milliseconds, 0.95)) };
}

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return { seconds: rounded((performance.now() - start) / 1000), result };
}

async function measure(csv) {
  const engine = await EngineProcess.start('data');
  const maker = await EngineProcess.start('data');
  try {
    const directory = join(folder, 'dataset');
    const imported = await timed(() => maker.run('import', { path: csv, name: 'table.csv', directory }));
    const parquet = join(directory, 'data.parquet');
    const profile = JSON.parse(await readFile(join(directory, 'profile.json'), 'utf8'));
    const all = { match: 'all', conditions: [] };
    const sort = [
      { column: 'region', descending: false },
      { column: 'score', descending: true },
    ];
    const sorted = join(folder, 'sorted.parquet');
    const filtered = join(folder, 'filtered.parquet');
    const north = {
      sort: [],
      match: 'all',
      conditions: [{ column: 'region', test: 'is', values: ['north'] }],
    };
    const firstSorted = await timed(() =>
      engine.run('rows', { parquet, offset: 0, limit: pageRows, query: { ...all, sort } }),
    );
    const sorting = await timed(() =>
      maker.run('table-view', { parquet, query: { ...all, sort }, path: sorted }),
    );
    const filtering = await timed(() => maker.run('table-view', { parquet, query: north, path: filtered }));
    const finding = await timed(() => maker.run('find', { parquet, text: '777', numbered: false }));
    const analysing = await timed(() =>
      maker.run('analyse', { parquet, profile, target: 'active', directory: folder }),
    );
    return {
      rows,
      importSeconds: imported.seconds,
      pageMilliseconds: {
        file: await latencies(engine, rows, { parquet }),
        sorted: await latencies(engine, rows, { parquet: sorted, numbered: true }),
        filtered: await latencies(engine, filtering.result.rows, { parquet: filtered, numbered: true }),
      },
      firstSortedPageSeconds: firstSorted.seconds,
      sortSeconds: sorting.seconds,
      filterSeconds: filtering.seconds,
      filteredRows: filtering.result.rows,
      findSeconds: finding.seconds,
      found: finding.result.total,
      analyseSeconds: analysing.seconds,
      peakMemoryMiB: Math.round(await maker.peakMemory()),
    };
  } finally {
    engine.stop();
    maker.stop();
  }
}

try {
  const csv = join(folder, 'table.csv');
  await makeTable(csv, rows);
  const result = process.argv.includes('--window') ? await scrollInWindow(csv, rows) : await measure(csv);
  console.log(JSON.stringify(result, null, 2));
} finally {
  await rm(folder, { recursive: true, force: true });
}
