import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const driverFile = 'vk_swiftshader_icd.json';
const loaderFile = 'libvulkan.so.1';

/** Chromium carries SwiftShader, a graphics processor in software, and a loader for it. */
function browserFolders(): string[] {
  const chosen = process.env['CHROMIUM_PATH'];
  const downloads = join(homedir(), '.cache/ms-playwright');
  return [
    ...(chosen !== undefined && existsSync(chosen) ? [dirname(realpathSync(chosen))] : []),
    '/usr/lib/chromium',
    '/opt/google/chrome',
    ...(existsSync(downloads)
      ? readdirSync(downloads).flatMap((name) =>
          ['chrome-linux', 'chrome-linux64'].map((folder) => join(downloads, name, folder)),
        )
      : []),
  ];
}

/**
 * The environment in which a process finds SwiftShader, so that GPU paths are tested without a GPU; or why there is
 * none. The loader is looked for when a process starts, so it can only be given to a new one.
 */
export function softwareGraphics(): { env: NodeJS.ProcessEnv } | { reason: string } {
  if (process.platform !== 'linux') return { reason: 'SwiftShader is only looked for on Linux.' };
  const folder = browserFolders().find((path) => existsSync(join(path, driverFile)));
  if (folder === undefined)
    return { reason: `No Chromium with ${driverFile} was found; CHROMIUM_PATH names one.` };
  const driver = join(folder, driverFile);
  const libraries = [folder, process.env['LD_LIBRARY_PATH']].filter(
    (path) => path !== undefined && path !== '',
  );
  return {
    env: {
      ...process.env,
      VK_DRIVER_FILES: driver,
      // What older loaders call it.
      VK_ICD_FILENAMES: driver,
      ...(existsSync(join(folder, loaderFile)) ? { LD_LIBRARY_PATH: libraries.join(':') } : {}),
    },
  };
}
