import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What opens a file with the program that the person chose for it. */
export function openerFor(platform: NodeJS.Platform, path: string): { program: string; args: string[] } {
  if (platform === 'darwin') return { program: 'open', args: [path] };
  if (platform === 'win32') return { program: 'rundll32.exe', args: ['url.dll,FileProtocolHandler', path] };
  return { program: 'xdg-open', args: [path] };
}

/** Whether a browser could be shown at all. */
export function hasDisplay(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  if (platform === 'darwin' || platform === 'win32') return true;
  return [environment['DISPLAY'], environment['WAYLAND_DISPLAY']].some(
    (name) => name !== undefined && name !== '',
  );
}

export interface Doorway {
  path: string;
  remove(): Promise<void>;
}

/**
 * A file that leads to the address, readable by its owner alone. The browser is given this file and not the
 * address, because every user of a machine can read the arguments of every program.
 */
export async function writeDoorway(address: string): Promise<Doorway> {
  const folder = await mkdtemp(join(tmpdir(), 'strongroom-open-'));
  const path = join(folder, 'strongroom.html');
  const page =
    '<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer">' +
    `<meta http-equiv="refresh" content="0;url=${address}"><title>Strongroom</title>` +
    `<p><a href="${address}">Open Strongroom</a></p>\n`;
  await writeFile(path, page, { mode: 0o600, flag: 'wx' });
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Starts the browser and goes on; false when there is nothing to start it with. Never waits for it to end. */
export function openBrowser(path: string, platform: NodeJS.Platform = process.platform): Promise<boolean> {
  const { program, args } = openerFor(platform, path);
  return new Promise((resolve) => {
    const child = spawn(program, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}
