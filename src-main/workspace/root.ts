import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where projects are kept: STRONGROOM_HOME when set, else the platform's place for application data
 * (XDG_DATA_HOME on Linux, Application Support on macOS, APPDATA on Windows).
 */
export function defaultRoot(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  const chosen = env['STRONGROOM_HOME'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Strongroom');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Strongroom');
  const data = env['XDG_DATA_HOME'];
  // The specification says that a relative path there is to be ignored.
  return join(data?.startsWith('/') === true ? data : join(home, '.local', 'share'), 'strongroom');
}

/** Where `npm run engine:tensorflow` puts native engines: STRONGROOM_ENGINES when set, else beside the projects. */
export function enginesFolder(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = homedir(),
): string {
  const chosen = env['STRONGROOM_ENGINES'];
  return chosen !== undefined && chosen !== ''
    ? resolve(chosen)
    : join(defaultRoot(platform, env, home), 'engines');
}
