import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * The folder of native engines, as src-main/workspace/root.ts has it (a test holds the two together): it is the
 * person's own and outlives node_modules, and a packaged application finds it too.
 */
export function enginesFolder(platform = process.platform, env = process.env, home = homedir()) {
  const { STRONGROOM_ENGINES, STRONGROOM_HOME, APPDATA, XDG_DATA_HOME } = env;
  if (STRONGROOM_ENGINES) return resolve(STRONGROOM_ENGINES);
  if (STRONGROOM_HOME) return join(resolve(STRONGROOM_HOME), 'engines');
  if (platform === 'win32') return join(APPDATA ?? join(home, 'AppData', 'Roaming'), 'Strongroom', 'engines');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Strongroom', 'engines');
  const data = XDG_DATA_HOME?.startsWith('/') ? XDG_DATA_HOME : join(home, '.local', 'share');
  return join(data, 'strongroom', 'engines');
}
