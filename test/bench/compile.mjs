// How long a training step takes to trace and compile for networks of ten layers, and what a hundred of them in a row
// leave in memory: npm run bench -- compile [--json]
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { median } from './support/table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { module: engine } = await runnerImport(
  fileURLToPath(new URL('support/compile-job.ts', import.meta.url)),
  { root, configFile: false, logLevel: 'error' },
);
const { values: options } = parseArgs({ options: { json: { type: 'boolean', default: false } } });
const runs = 7;
const warmRuns = 20;
const manyRuns = 100;

const networks = [];
for (const name of engine.networks) {
  const seconds = [];
  for (let run = 0; run < runs; run++) seconds.push(await engine.compile(name));
  networks.push({ network: name, seconds: median(seconds), slowest: Math.max(...seconds) });
}
const [first] = engine.networks;
for (let run = 0; run < warmRuns; run++) await engine.compile(first);
const before = process.memoryUsage.rss();
for (let run = 0; run < manyRuns; run++) await engine.compile(first);
const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
const result = { networks, hundred_runs_mebibytes: Math.round(grown) };
if (options.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
else {
  for (const { network, seconds, slowest } of networks)
    process.stdout.write(
      `${network.padEnd(12)} ${seconds.toFixed(3)} s to compile (slowest ${slowest.toFixed(3)} s)\n`,
    );
  process.stdout.write(`${manyRuns} runs in a row left ${Math.round(grown)} MiB more\n`);
}
