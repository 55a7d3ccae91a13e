import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  protocol,
  session,
} from 'electron';
import { normalizeError } from './contract/errors';
import { startDesktop } from './hosts/desktop/desktop';
import { customScheme } from './hosts/desktop/protocol';
import { quietSwitches } from './hosts/desktop/switches';
import { createBackend } from './services';

const built = join(import.meta.dirname, '..');

// All three have to stand before Electron is ready.
app.enableSandbox();
for (const [name, value] of quietSwitches) app.commandLine.appendSwitch(name, value);
protocol.registerSchemesAsPrivileged([customScheme]);

startDesktop(
  {
    app,
    BrowserWindow,
    dialog,
    ipcMain,
    Menu,
    nativeTheme,
    Notification,
    protocol,
    defaultSession: () => session.defaultSession,
  },
  {
    built,
    platform: process.platform,
    developmentAddress: process.env['ELECTRON_RENDERER_URL'],
    createBackend: () =>
      createBackend({
        host: 'desktop',
        resources: app.isPackaged ? process.resourcesPath : join(built, '../resources'),
        // Native code and children read ordinary files, so the package keeps these beside its archive.
        engineEntry: join(import.meta.dirname, 'engine-child.js').replace('app.asar', 'app.asar.unpacked'),
        version: app.getVersion(),
      }),
  },
).catch((error: unknown) => {
  process.stderr.write(`${normalizeError(error).message}\n`);
  app.exit(1);
});
