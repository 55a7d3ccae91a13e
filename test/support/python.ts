import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';

/** Pythons to try: those that STRONGROOM_PYTHON names, separated as in PATH, then the usual one. */
const pythons = [
  ...(process.env['STRONGROOM_PYTHON'] ?? '').split(delimiter).filter((path) => path !== ''),
  'python3',
];

/** A Python that can import these modules, or why there is none. */
export function pythonWith(...modules: string[]): { python: string } | { reason: string } {
  const python = pythons.find(
    (path) => spawnSync(path, ['-c', modules.map((name) => `import ${name}`).join('\n')]).status === 0,
  );
  if (python !== undefined) return { python };
  return {
    reason: `no Python with ${modules.join(', ')}; STRONGROOM_PYTHON may name one`,
  };
}

/** Runs a script and reads the JSON document that it prints. Throws what it says when it fails. */
export function runPython(python: string, script: string, ...args: string[]): unknown {
  const { status, stdout, stderr } = spawnSync(python, [script, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(stderr.trim().split('\n').slice(-5).join('\n'));
  return JSON.parse(stdout);
}
