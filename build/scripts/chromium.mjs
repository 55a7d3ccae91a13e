import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { root } from './install.mjs';

const downloadMilliseconds = 240_000;
const packageMilliseconds = 600_000;
const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge'];
const usualPlaces = {
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};

/** Whether the program starts: a browser whose libraries are missing does not count. */
function works(program) {
  if (!existsSync(program)) return false;
  // Chrome on Windows opens a window instead of telling its version.
  if (process.platform === 'win32') return true;
  return spawnSync(program, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0;
}

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = [...names.flatMap((name) => folders.map((folder) => join(folder, name)))];
  return [...candidates, ...(usualPlaces[process.platform] ?? [])].find(works);
}

async function ofPlaywright() {
  const { chromium } = await import('@playwright/test');
  const program = chromium.executablePath();
  return works(program) ? program : undefined;
}

function download() {
  process.stderr.write('No Chromium found; asking Playwright to download one …\n');
  spawnSync(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'], {
    stdio: ['ignore', 2, 2],
    timeout: downloadMilliseconds,
  });
}

function installPackage() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  process.stderr.write('Installing the chromium package by apt-get …\n');
  const options = {
    stdio: ['ignore', 2, 2],
    timeout: packageMilliseconds,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  spawnSync('apt-get', ['update', '-qq'], options);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
}

/**
 * A Chromium for the end-to-end tests: CHROMIUM_PATH, a system one, Playwright's own; else one is fetched by
 * Playwright or, on Debian as root, by apt-get. Undefined when none could be had.
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (works(named)) return named;
    process.stderr.write(`CHROMIUM_PATH names ${named}, which does not start.\n`);
  }
  const found = onPath() ?? (await ofPlaywright());
  if (found !== undefined) return found;
  // On Debian as root the package brings the libraries that a bare download lacks.
  installPackage();
  const installed = onPath();
  if (installed !== undefined) return installed;
  download();
  return ofPlaywright();
}

export const chromiumAdvice =
  'No Chromium could be found or fetched. Install one (`npx playwright install --with-deps chromium`, or `apt-get install chromium` on Debian) or name one in CHROMIUM_PATH, and run `npm test` again.';
