// How good models are without tuning, against other methods with their defaults, on public tables:
// npm run --silent bench -- quality [--quick] [--sets concrete,titanic] [--seeds 1,2,3] [--methods standard,hgb]
// [--data FOLDER] [--largest ROWS].
// Methods: quick, standard and thorough are `strongroom train DATA --target COL --effort ...`, preset names are
// `--preset ...`; hgb, forest and linear are scikit-learn's, catboost is CatBoost's.
// The tables come from packages of Debian and npm (test/bench/support/quality/data.py) and stay in --data, by default
// strongroom-quality in the temporary folder, together with every score that was ever measured: an interrupted
// benchmark goes on where it was; delete scores.json there to begin anew. 20 % of the rows test, by the seed, and no
// method sees them before. STRONGROOM_PYTHON names a Python with pandas, rdata, scikit-learn and catboost.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = fileURLToPath(new URL('support/quality/', import.meta.url));
const cli = process.env.STRONGROOM_CLI ?? fileURLToPath(new URL('../../out/main/cli.js', import.meta.url));
const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    sets: { type: 'string' },
    seeds: { type: 'string' },
    methods: { type: 'string', default: 'standard,hgb,forest,linear' },
    data: { type: 'string', default: join(tmpdir(), 'strongroom-quality') },
    largest: { type: 'string' },
    table: { type: 'boolean', default: false },
  },
});
const python = process.env.STRONGROOM_PYTHON ?? 'python3';
const references = new Set(['hgb', 'forest', 'linear', 'catboost']);
const efforts = new Set(['quick', 'standard', 'thorough']);
const folder = options.data;
const scoresFile = join(folder, 'scores.json');

/** Runs a command to its end; gives what it wrote to stdout. */
function run(command, args) {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0)
    throw new Error(`${command} ${args.join(' ')}\n${stderr.slice(-2000)}${stdout.slice(0, 500)}`);
  return stdout;
}

mkdirSync(folder, { recursive: true });
if (!existsSync(join(folder, 'sets.json'))) {
  process.stderr.write('Fetching the tables …\n');
  run(python, [join(here, 'data.py'), folder]);
}
const { seeds: allSeeds, sets: allSets } = JSON.parse(readFileSync(join(folder, 'sets.json'), 'utf8'));
const largest = Number(options.largest ?? (options.quick ? 3000 : 50_000));
const named = options.sets?.split(',');
const sets = allSets.filter(({ name, rows }) => named?.includes(name) ?? rows <= largest);
const seeds = options.seeds?.split(',').map(Number) ?? (options.quick ? [1] : allSeeds);
const methods = options.methods.split(',');
const scores = existsSync(scoresFile) ? JSON.parse(readFileSync(scoresFile, 'utf8')) : {};

function ours(set, seed, method) {
  const how = efforts.has(method) ? ['--effort', method] : ['--preset', method];
  const data = join(folder, `${set.name}-${seed}.csv`);
  const out = join(folder, 'models', `${set.name}-${seed}-${method}`);
  mkdirSync(join(folder, 'models'), { recursive: true });
  const split = ['--split-column', 'part', '--seed', String(seed)];
  const args = [cli, 'train', data, '--target', set.target, ...split, ...how, '--out', out, '--json'];
  const { metrics, seconds, epochs } = JSON.parse(run(process.execPath, args));
  return {
    score: metrics.test[set.metric],
    validation: metrics.validation[set.metric],
    seconds: seconds.total,
    epochs,
  };
}

function measure(set, seed, method) {
  if (!references.has(method)) return ours(set, seed, method);
  return JSON.parse(run(python, [join(here, 'references.py'), folder, set.name, String(seed), method]));
}

function keep(key, result) {
  scores[key] = result;
  writeFileSync(`${scoresFile}.part`, `${JSON.stringify(scores, null, 1)}\n`);
  renameSync(`${scoresFile}.part`, scoresFile);
}

const keyOf = (set, seed, method) => `${set.name} ${seed} ${method}`;
if (!options.table) {
  for (const seed of seeds) {
    for (const set of sets) {
      for (const method of methods) {
        const key = keyOf(set, seed, method);
        if (scores[key] !== undefined) continue;
        const result = measure(set, seed, method);
        keep(key, result);
        process.stderr.write(
          `${key}: ${set.metric} ${result.score.toFixed(4)} in ${result.seconds.toFixed(1)} s\n`,
        );
      }
    }
  }
}

/** The mean over the seeds; null where one of them was not measured. */
function mean(set, method) {
  const all = seeds.map((seed) => scores[keyOf(set, seed, method)]?.score);
  return all.some((score) => score === undefined)
    ? null
    : all.reduce((sum, score) => sum + score, 0) / all.length;
}

const rows = sets.map((set) => {
  const means = methods.map((method) => mean(set, method));
  const best = Math.max(...means.map((score) => score ?? -Infinity));
  const cells = means.map((score) =>
    score === null ? '' : score === best ? `**${score.toFixed(4)}**` : score.toFixed(4),
  );
  return `| ${set.name} | ${set.rows} × ${set.columns} | ${set.metric} | ${cells.join(' | ')} |`;
});
process.stdout.write(
  [
    `| table | rows × columns | score | ${methods.join(' | ')} |`,
    `| --- | --- | --- |${' --- |'.repeat(methods.length)}`,
    ...rows,
    '',
    '',
  ].join('\n'),
);
const [first, ...others] = methods;
for (const other of others) {
  const pairs = sets.flatMap((set) => {
    const [a, b] = [mean(set, first), mean(set, other)];
    return a === null || b === null ? [] : [[a, b, set.name]];
  });
  const won = pairs.filter(([a, b]) => a > b).length;
  process.stdout.write(`${first} is better than ${other} on ${won} of ${pairs.length} tables.\n`);
}
const behind = sets.map((set) => {
  const against = methods.slice(1).filter((m) => ['hgb', 'forest', 'linear'].includes(m));
  const gaps = against.map((m) => (mean(set, m) ?? -Infinity) - (mean(set, first) ?? Infinity));
  return [Math.max(...gaps), set.name];
});
const [worst, where] = behind.toSorted(([a], [b]) => b - a)[0] ?? [0, ''];
if (Number.isFinite(worst))
  process.stdout.write(`Furthest behind the best of scikit-learn's: ${worst.toFixed(4)} (${where}).\n`);
