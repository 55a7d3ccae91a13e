// How much slower a training is because layers are looked at and all scores taken on its way: whole trainings with and
// without, in alternating rounds. The ratio of the shortest of each counts, which other programs of the machine lengthen
// least, and the median of the ratios stands beside it:
// npm run --silent bench -- looks [--json] [--rounds 7] [--jobs mlp-32,mlp-128,cnn-28,lstm-20]
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';
import { median, rounded } from './support/table.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { module: engine } = await runnerImport(
  fileURLToPath(new URL('support/look-job.ts', import.meta.url)),
  { root, configFile: false, logLevel: 'error' },
);
const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '7' },
    jobs: { type: 'string', default: 'mlp-32,mlp-128,cnn-28,lstm-20' },
  },
});
/** About two to five seconds of training each. */
const epochsOf = { 'mlp-32': 100, 'mlp-128': 40, 'mlp-1024': 3, 'cnn-28': 4, 'lstm-20': 12 };

const results = [];
for (const name of options.jobs.split(',')) {
  const job = engine.jobs.find((candidate) => candidate.name === name);
  if (job === undefined) throw new Error(`There is no job ${name}.`);
  const table = engine.makeTable(job);
  const epochs = epochsOf[name];
  const ratios = [];
  const shortest = { looked: Infinity, plain: Infinity };
  let last;
  for (let round = 0; round < Number(options.rounds); round++) {
    // Each order as often as the other, so that what comes second gains nothing.
    const first = round % 2 === 0;
    const one = await engine.trainOnce(table, job, epochs, first);
    const other = await engine.trainOnce(table, job, epochs, !first);
    const [looked, plain] = first ? [one, other] : [other, one];
    shortest.looked = Math.min(shortest.looked, looked.seconds);
    shortest.plain = Math.min(shortest.plain, plain.seconds);
    ratios.push(looked.seconds / plain.seconds);
    last = looked;
    process.stderr.write(`${name} ${round + 1}: ${rounded(looked.seconds / plain.seconds)}\n`);
  }
  results.push({
    job: name,
    epochs,
    looked_to_plain: rounded(shortest.looked / shortest.plain),
    median_of_ratios: rounded(median(ratios)),
    looks_at_layers: last.readings,
    epochs_scored: last.scored,
  });
}
process.stdout.write(
  options.json
    ? `${JSON.stringify({ results }, null, 2)}\n`
    : results
        .map(
          (one) =>
            `${one.job}: ${one.looked_to_plain} times as long (median ${one.median_of_ratios}) with ${one.looks_at_layers} looks at the layers and scores after ${one.epochs_scored} of ${one.epochs} epochs\n`,
        )
        .join(''),
);
