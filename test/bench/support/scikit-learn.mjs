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

/**
 * scikit-learn in a process of its own, on the same rows.
 * @returns {Promise<{device: string, measure(seconds: number): Promise<number>, close(): Promise<void>}>}
 */
export async function startScikitLearn({ features, target }, { rows, width, units, batch }) {
  const folder = mkdtempSync(join(tmpdir(), 'strongroom-bench-'));
  const table = new Float32Array(rows * (width + 1));
  for (let row = 0; row < rows; row++) {
    table.set(features.subarray(row * width, (row + 1) * width), row * (width + 1));
    table[row * (width + 1) + width] = target[row];
  }
  const file = join(folder, 'rows.f32');
  writeFileSync(file, table);
  const child = spawn('python3', [script, file, String(width), String(units), String(batch)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('The scikit-learn process ended early.');
    return value;
  };
  const version = await line();
  const epochs = async (count) => {
    child.stdin.write(`${count}\n`);
    return Number(await line());
  };
  let rate = 0;
  return {
    device: `cpu, scikit-learn ${version}`,
    async measure(seconds) {
      rate = await epochs(rate === 0 ? 1 : Math.max(1, Math.round((seconds * rate) / rows)));
      return rate;
    },
    async close() {
      child.stdin.end();
      rmSync(folder, { recursive: true });
    },
  };
}
