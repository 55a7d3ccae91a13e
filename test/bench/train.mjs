// Rows trained a second, by runtime and by scikit-learn where it is installed, on the same rows in alternating rounds:
// npm run --silent bench -- [--json] [--quick] [--jobs mlp-32,mlp-128,mlp-1024]. A ratio, not a figure, is the result.
// The last table is kept in out/bench/train.json.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { hasScikitLearn, startScikitLearn } from './support/scikit-learn.mjs';

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    jobs: { type: 'string', default: 'mlp-32,mlp-128,mlp-1024' },
  },
});
const rounds = options.quick ? 3 : 7;
const seconds = options.quick ? 0.5 : 1.5;
const root = fileURLToPath(new URL('../..', import.meta.url));
const { module: engine } = await runnerImport(
  fileURLToPath(new URL('support/train-job.ts', import.meta.url)),
  { root, configFile: false, logLevel: 'error' },
);

const median = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const rounded = (number) => Number(number.toPrecision(4));

/** Measures one network on every runner, round by round, so that a busy machine is busy for all of them. */
async function measureJob(job) {
  const units = Number(/^mlp-(\d+)$/.exec(job)?.[1]);
  if (!(units > 0)) throw new Error(`There is no job ${job}; there are mlp-32, mlp-128 and mlp-1024.`);
  const shape = { rows: 20_000, width: 30, units, batch: 256 };
  const table = engine.makeTable(shape);
  const runners = {
    onnx: await engine.startRunner('onnx', table, shape),
    reference: await engine.startRunner('reference', table, shape),
    ...(engine.hasTensorflow() ? { tensorflow: await engine.startRunner('tensorflow', table, shape) } : {}),
    ...(hasScikitLearn() ? { 'scikit-learn': await startScikitLearn(table, shape) } : {}),
  };
  const rates = Object.fromEntries(Object.keys(runners).map((name) => [name, []]));
  try {
    for (const runner of Object.values(runners)) await runner.measure(0.1);
    for (let round = 1; round <= rounds; round++) {
      for (const [name, runner] of Object.entries(runners)) rates[name].push(await runner.measure(seconds));
      process.stderr.write(
        `${job} ${round}/${rounds}: ${Object.entries(rates)
          .map(([name, all]) => `${name} ${Math.round(all.at(-1))}`)
          .join(', ')}\n`,
      );
    }
  } finally {
    for (const runner of Object.values(runners)) await runner.close();
  }
  return Object.entries(rates).map(([runner, all]) => ({
    job,
    runner,
    device: runners[runner].device,
    rows_per_second: Math.round(median(all)),
    // The median of the ratios within each round, which a busy machine moves least.
    onnx_ratio: rounded(median(all.map((rate, round) => rates.onnx[round] / rate))),
  }));
}

const jobs = [];
for (const job of options.jobs.split(',')) jobs.push(...(await measureJob(job)));
const folder = join(root, 'out/bench');
mkdirSync(folder, { recursive: true });
const table = { date: new Date().toISOString(), quick: options.quick, jobs };
writeFileSync(join(folder, 'train.json'), `${JSON.stringify(table, null, 2)}\n`);
if (!hasScikitLearn()) process.stderr.write('scikit-learn is not installed for python3: it is left out.\n');
if (options.json) process.stdout.write(`${JSON.stringify({ jobs }, null, 2)}\n`);
else console.table(jobs);
