// Writes docs/engine-coverage.md and docs/onnx.md: which layers and kernels each engine runs. Run by hand after adding one.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './install.mjs';

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const pages = ['coverage', 'documentation'].map((name) => `test/engine/compile/${name}.test.ts`);
const { status } = spawnSync(process.execPath, [vitest, 'run', ...pages, '--update'], {
  cwd: root,
  stdio: 'inherit',
  // Neither page needs the built application.
  env: { ...process.env, STRONGROOM_SKIP_BUILD: '1' },
});
process.exitCode = status ?? 1;
