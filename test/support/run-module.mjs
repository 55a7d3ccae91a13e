// Runs a module of TypeScript in a process of its own, for tests that need another environment:
// node run-module.mjs FILE. Prints what its `main` resolves with as one line of JSON.
import { writeSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const { module } = await runnerImport(process.argv[2], {
  root: fileURLToPath(new URL('../..', import.meta.url)),
  configFile: false,
  logLevel: 'error',
});
writeSync(1, `${JSON.stringify(await module.main())}\n`);
process.exit(0);
