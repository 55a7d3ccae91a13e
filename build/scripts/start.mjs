// `npm start`: installs what is missing, builds what is stale, and opens the workbench: in Electron where it can,
// else in the local browser from a loopback-only host. Says which, and why. Needs nothing but Node.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { downloadElectron, findElectron, whyNoDisplay } from './desktop.mjs';
import { buildWhenStale, installWhenMissing, requireNode, root } from './install.mjs';

/** An Electron that cannot start (a missing system library, a sandbox it may not use) ends within this time. */
const earlyExitMilliseconds = 8_000;

const wanted = process.argv.includes('--browser') ? 'browser' : (process.env.STRONGROOM_HOST ?? 'auto');

/** The Electron to start, or why there is none. */
async function chooseDesktop() {
  if (wanted === 'browser') return { reason: 'the browser was asked for' };
  const noDisplay = whyNoDisplay();
  if (noDisplay !== null) return { reason: noDisplay };
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return { reason: 'Electron keeps its sandbox, which does not work for the root user' };
  }
  let program = findElectron();
  if (program !== undefined) return { program };
  const failure = await downloadElectron();
  program = findElectron();
  return program === undefined ? { reason: `Electron is not on this disk and ${failure}` } : { program };
}

let child;
let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    stopping = true;
    child?.kill(signal);
  });
}

/** Runs a program to its end; gives its exit code and how long it ran. */
function run(program, args) {
  const started = Date.now();
  return new Promise((resolvePromise) => {
    child = spawn(program, args, { cwd: root, stdio: 'inherit' });
    child.on('error', () => resolvePromise({ code: 1, milliseconds: Date.now() - started }));
    child.on('exit', (code, signal) =>
      resolvePromise({
        code: code ?? (signal === null ? 1 : stopping ? 0 : 1),
        milliseconds: Date.now() - started,
      }),
    );
  });
}

async function runBrowserHost(reason) {
  process.stdout.write(`Strongroom opens in the browser: ${reason}.\n`);
  const args = whyNoDisplay() === null ? [] : ['--no-open'];
  const { code } = await run(process.execPath, [join(root, 'out/main/browser-host.js'), ...args]);
  return code;
}

requireNode();
installWhenMissing();
buildWhenStale();

const { program, reason } = await chooseDesktop();
if (program === undefined) {
  process.exitCode = await runBrowserHost(reason);
} else {
  process.stdout.write(`Strongroom opens in its own window (${program}).\n`);
  const { code, milliseconds } = await run(program, [root]);
  const failedEarly = code !== 0 && !stopping && milliseconds < earlyExitMilliseconds;
  process.exitCode = failedEarly
    ? await runBrowserHost(`Electron ended at once with code ${code}; its own words stand above`)
    : code;
}
