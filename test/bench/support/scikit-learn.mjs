import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('scikit-learn.py', import.meta.url));

/** Whether there is a python3 with scikit-learn. */
export function hasScikitLearn() {
  return spawnSync('python3', ['-c', 'import sklearn.neural_network'], { stdio: 'ignore' }).status === 0;
}

/** One process that trains on the rows of a file; `threads` is null for as many as its library takes by itself. */
async function startProcess(file, { rows, width, units, batch }, threads) {
  const limit = threads === null ? {} : { OPENBLAS_NUM_THREADS: threads, OMP_NUM_THREADS: threads };
  const child = spawn('python3', [script, file, String(width), String(units), String(batch)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...limit },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The scikit-learn process ended early.');
    return value;
  };
  const version = await line();
  let rate = 0;
  return {
    version,
    async measure(seconds) {
      const epochs = rate === 0 ? 1 : Math.max(1, Math.round((seconds * rate) / rows));
      child.stdin.write(`${epochs}\n`);
      rate = Number(await line());
      return rate;
    },
    close: () => child.stdin.end(),
  };
}

/**
 * scikit-learn in processes of its own, on the same rows: once with one thread and once with as many as it takes by
 * itself, which is far slower when another program computes too. Each measurement is the better of the two.
 * @returns {Promise<{device: string, measure(seconds: number): Promise<number>, close(): Promise<void>}>}
 */
export async function startScikitLearn({ features, target }, shape) {
  const { rows, width } = shape;
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-bench-'));
  const table = new Float32Array(rows * (width + 1));
  for (let row = 0; row < rows; row++) {
    table.set(features.subarray(row * width, (row + 1) * width), row * (width + 1));
    table[row * (width + 1) + width] = target[row];
  }
  const file = join(folder, 'rows.f32');
  writeFileSync(file, table);
  const single = await startProcess(file, shape, '1');
  const free = await startProcess(file, shape, null);
  return {
    device: `cpu, scikit-learn ${single.version}`,
    async measure(seconds) {
      return Math.max(await single.measure(seconds / 2), await free.measure(seconds / 2));
    },
    async close() {
      single.close();
      free.close();
      rmSync(folder, { recursive: true });
    },
  };
}
