import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { root } from './install.mjs';

const probeMilliseconds = 5_000;
const downloadMilliseconds = 300_000;
const packageFolder = join(root, 'node_modules/electron');

/** Whether a window can be shown at all; null when it can, else why not. */
export function whyNoDisplay(environment = process.env, platform = process.platform) {
  if (platform === 'linux' || platform === 'freebsd') {
    return environment.DISPLAY || environment.WAYLAND_DISPLAY
      ? null
      : 'there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)';
  }
  return environment.SSH_CONNECTION && platform === 'darwin' ? 'this is a remote session' : null;
}

/** The Electron program on disk, or undefined. ELECTRON_OVERRIDE_DIST_PATH names one that is kept elsewhere. */
export function findElectron(environment = process.env) {
  const pathFile = join(packageFolder, 'path.txt');
  const platformPath = {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  }[process.platform];
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : (platformPath ?? 'electron');
  const folder = environment.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist');
  const program = join(folder, name);
  return existsSync(program) ? program : undefined;
}

/** Whether a host answers within a few seconds; a proxy is trusted to. */
function reachable(url) {
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return Promise.resolve(true);
  return new Promise((resolvePromise) => {
    const probe = request(url, { method: 'HEAD', timeout: probeMilliseconds }, (response) => {
      response.resume();
      resolvePromise(true);
    });
    const giveUp = setTimeout(() => probe.destroy(new Error('timeout')), probeMilliseconds);
    probe.on('timeout', () => probe.destroy(new Error('timeout')));
    probe.on('error', () => resolvePromise(false));
    probe.on('close', () => clearTimeout(giveUp));
    probe.end();
  });
}

/** Downloads Electron as its package does, in bounded time. Null when it worked, else why not. */
export async function downloadElectron() {
  const host = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? 'https://github.com';
  if (!host.startsWith('https://')) return `${host} is not an https address`;
  if (!(await reachable(host))) return `${new URL(host).host}, where its program is kept, does not answer`;
  process.stderr.write('Downloading Electron (about 120 MB, once) …\n');
  return new Promise((resolvePromise) => {
    const child = spawn(process.execPath, [join(packageFolder, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    child.stderr.on('data', (chunk) => (words += chunk));
    const giveUp = setTimeout(() => child.kill('SIGKILL'), downloadMilliseconds);
    child.on('exit', (code) => {
      clearTimeout(giveUp);
      const reason = words.split('\n').find((line) => /error/i.test(line)) ?? 'the download did not finish';
      resolvePromise(code === 0 ? null : reason.trim());
    });
  });
}
