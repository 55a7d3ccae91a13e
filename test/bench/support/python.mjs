import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Where libraries are looked for, in order. */
const pythons = [
  ...(process.env.STRONGROOM_PYTHON ?? '').split(delimiter).filter((path) => path !== ''),
  'python3',
];

/**
 * A process that runs a script of this folder. Both sides write JSON, one line each: the script says first what it is,
 * `{version}` or `{missing}`, and then answers each request.
 */
async function startProcess(python, script, threads) {
  const limit = threads === null ? {} : { OPENBLAS_NUM_THREADS: threads, OMP_NUM_THREADS: threads };
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(python, [path], { stdio: 'pipe', env: { ...process.env, ...limit } });
  let said = '';
  child.on('error', (error) => (said = String(error)));
  // A process that ended tells so on its output; writing to it must not end this one.
  child.stdin.on('error', () => undefined);
  child.stderr.on('data', (text) => (said = (said + text).slice(-2000)));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (!done) return JSON.parse(value);
    return { missing: said.trim().split('\n').at(-1) || `${python} ended without a word` };
  };
  const first = await answer();
  return {
    ...first,
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const reply = await answer();
      if (reply.missing !== undefined) throw new Error(`${script} ended early: ${said.trim()}`);
      return reply;
    },
    close: () => child.stdin.end(),
  };
}

/** The first Python in which the script finds its library. @returns the process, or `{missing}`: why there is none. */
async function findProcess(script, threads = null) {
  const reasons = [];
  for (const python of pythons) {
    const process = await startProcess(python, script, threads);
    if (process.missing === undefined) return process;
    reasons.push(`${python}: ${process.missing}`);
    process.close();
  }
  return { missing: reasons.join('; ') };
}

/** Each library by the name of its runner, and with how many threads it runs: null is as many as it takes by itself. */
const libraries = {
  // With threads of its own choice it is far slower when another program computes too, so the better of two is taken.
  'scikit-learn': { script: 'scikit-learn.py', threads: ['1', null], takes: ({ kind }) => kind === 'mlp' },
  keras: { script: 'keras.py', threads: [null], takes: () => true },
  pytorch: { script: 'pytorch.py', threads: [null], takes: () => true },
};

/**
 * Starts every Python library that is installed, once for all jobs.
 * @returns `start`, which gives the runners of a job, and `close`; what is not installed is told on stderr.
 */
export async function startLibraries() {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-bench-'));
  const entries = await Promise.all(
    Object.entries(libraries).map(async ([name, { script, threads }]) => {
      const processes = await Promise.all(threads.map((count) => findProcess(script, count)));
      return [name, processes];
    }),
  );
  const found = entries.filter(([name, [first]]) => {
    if (first.missing === undefined) return true;
    process.stderr.write(`${name} is left out, for it cannot be loaded (${first.missing}).\n`);
    return false;
  });
  return {
    /** Hands the same rows to each library that has such a network. */
    async start(job, { features, target }) {
      const { rows, width } = job;
      const table = new Float32Array(rows * (width + 1));
      for (let row = 0; row < rows; row++) {
        table.set(features.subarray(row * width, (row + 1) * width), row * (width + 1));
        table[row * (width + 1) + width] = target[row];
      }
      const file = join(folder, `${job.name}.f32`);
      writeFileSync(file, table);
      const runners = {};
      for (const [name, processes] of found) {
        if (!libraries[name].takes(job)) continue;
        for (const process of processes) await process.ask({ ...job, file });
        const [{ version }] = processes;
        runners[name] = {
          device: `cpu, ${name} ${version}`,
          async measure(seconds) {
            const rates = [];
            for (const process of processes) {
              rates.push((await process.ask({ seconds: seconds / processes.length })).rate);
            }
            return Math.max(...rates);
          },
          close: async () => undefined,
        };
      }
      return runners;
    },
    close() {
      for (const [, processes] of found) for (const process of processes) process.close();
      rmSync(folder, { recursive: true });
    },
  };
}
