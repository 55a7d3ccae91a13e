// What each pass over the graph of a training step is good for: operations of the step with and without it, and how
// long a step takes, measured in alternating rounds of one run: npm run --silent bench -- passes [--json]
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { median, rounded } from './support/table.mjs';

const { values: options } = parseArgs({
  args: process.argv.slice(2),
  options: {
    json: { type: 'boolean', default: false },
    jobs: { type: 'string', default: 'mlp-128,cnn-28,lstm-20' },
  },
});
const rounds = 7;
const root = fileURLToPath(new URL('../..', import.meta.url));
const { module: engine } = await runnerImport(
  fileURLToPath(new URL('support/pass-job.ts', import.meta.url)),
  { root, configFile: false, logLevel: 'error' },
);

const results = [];
for (const job of options.jobs.split(',')) {
  const steps = await engine.compileWithout(job);
  const times = new Map(steps.map(({ without }) => [without, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { without, milliseconds } of steps) times.get(without).push(await milliseconds());
  }
  const all = times.get('');
  for (const { without, nodes } of steps) {
    const ratios = times.get(without).map((time, round) => time / all[round]);
    results.push({
      job,
      without: without === '' ? '(none: all passes)' : without,
      nodes,
      milliseconds_a_step: rounded(median(times.get(without))),
      times_as_long: rounded(median(ratios)),
    });
  }
  for (const { close } of steps) await close();
}
if (options.json) process.stdout.write(`${JSON.stringify({ passes: results }, null, 2)}\n`);
else console.table(results);
