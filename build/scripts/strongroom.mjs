// The command line: installs and builds what is missing (saying so on stderr), then runs it.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildWhenStale, installWhenMissing, requireNode, root } from './install.mjs';

requireNode();
installWhenMissing();
buildWhenStale();

const child = spawn(process.execPath, [join(root, 'out/main/cli.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  // npm runs scripts in the project's folder; paths are meant from where the person stands.
  cwd: process.env.INIT_CWD ?? process.cwd(),
});
// The terminal sends Ctrl-C to the whole group; the command ends itself and tells how.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
