// Rows trained a second by each runtime, and by scikit-learn, Keras and PyTorch where they are installed, on the same
// rows in alternating rounds of one run:
// npm run --silent bench -- [--json] [--quick] [--wasm] [--jobs mlp-32,mlp-128,mlp-1024,cnn-28,lstm-20].
// A ratio, not a figure, is the result; --wasm adds tfjs on WebAssembly, for the networks that it can train. The last table is kept in out/bench/train.json.
// STRONGROOM_PYTHON names the Python that has the libraries, or several of them, separated as in PATH; each library
// comes from the first that has it, and python3 is looked at last. --quick takes less than a minute; what takes longer
// for one batch than a round lasts (the reference) is then measured once.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { startLibraries } from './support/python.mjs';
import { median, ratioTable, rounded } from './support/table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { module: engine } = await runnerImport(
  fileURLToPath(new URL('support/train-job.ts', import.meta.url)),
  { root, configFile: false, logLevel: 'error' },
);
const known = engine.jobs.map(({ name }) => name);
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    jobs: { type: 'string', default: known.join() },
    wasm: { type: 'boolean', default: false },
  },
});
const rounds = options.quick ? 3 : 7;
const seconds = options.quick ? 0.25 : 1.5;
/** Of a quick run, from the start of the process: on a busy machine later rounds are left out to keep to it. */
const quickSeconds = 40;
const smallBatch = 16;
const chosen = options.jobs.split(',').map((name) => {
  const job = engine.jobs.find((candidate) => candidate.name === name);
  if (job === undefined) throw new Error(`There is no job ${name}; there are ${known.join(', ')}.`);
  return job;
});

/**
 * Measures one network on every runner, round by round, so that a busy machine is busy for all of them.
 * @param until seconds since the start of the process at which no further round begins.
 */
async function measureJob(job, libraries, until) {
  const table = engine.makeTable(job);
  const runners = {};
  const rates = {};
  // Whose rate is known already: a batch of it takes longer than a round.
  const slow = new Map();
  try {
    for (const runtime of runtimes) {
      // One step of the reference takes seconds for a batch of images or wide layers; its rate then hardly depends on
      // the batch.
      const isHeavy = job.kind === 'cnn' || job.units >= 1024;
      const isSmall = options.quick && runtime.name === 'reference' && isHeavy;
      const small = isSmall ? { ...job, batch: smallBatch } : job;
      runners[runtime.name] = await engine.startRunner(runtime, table, small);
    }
    if (options.wasm && job.kind === 'mlp') {
      const wasm = await engine.startRunner(await engine.wasmRuntime(), table, job);
      runners.wasm = { ...wasm, runner: 'wasm' };
    }
    Object.assign(runners, await libraries.start(job, table));
    for (const [name, runner] of Object.entries(runners)) {
      rates[name] = [];
      const rate = await runner.measure(0.1);
      if (options.quick && (name === 'reference' || job.batch / rate > seconds)) slow.set(name, rate);
    }
    for (let round = 1; round <= rounds; round++) {
      if (round > 1 && process.uptime() > until) break;
      for (const [name, runner] of Object.entries(runners)) {
        rates[name].push(slow.get(name) ?? (await runner.measure(seconds)));
      }
      process.stderr.write(
        `${job.name} ${round}/${rounds}: ${Object.entries(rates)
          .map(([name, all]) => `${name} ${Math.round(all.at(-1))}`)
          .join(', ')}\n`,
      );
    }
  } finally {
    for (const runner of Object.values(runners)) await runner.close();
  }
  return Object.entries(rates).map(([name, all]) => ({
    job: job.name,
    runner: runners[name].runner ?? name,
    device: runners[name].device,
    hardware: runners[name].hardware ?? null,
    rows_per_second: Math.round(median(all)),
    // The median of the ratios within each round, which a busy machine moves least.
    onnx_ratio: rounded(median(all.map((rate, round) => rates.onnx[round] / rate))),
  }));
}

const runtimes = await engine.findRuntimes();
const jobs = [];
const libraries = await startLibraries();
try {
  const begun = process.uptime();
  for (const [index, job] of chosen.entries()) {
    const share = (index + 0.5) / chosen.length;
    const until = options.quick ? begun + (quickSeconds - begun) * share : Number.POSITIVE_INFINITY;
    jobs.push(...(await measureJob(job, libraries, until)));
  }
} finally {
  libraries.close();
}
const folder = join(root, 'out/bench');
mkdirSync(folder, { recursive: true });
const table = { date: new Date().toISOString(), quick: options.quick, jobs };
writeFileSync(join(folder, 'train.json'), `${JSON.stringify(table, null, 2)}\n`);
process.stdout.write(options.json ? `${JSON.stringify({ jobs }, null, 2)}\n` : ratioTable(jobs));
