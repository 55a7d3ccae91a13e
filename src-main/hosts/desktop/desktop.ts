import { join } from 'node:path';
import type { App, BrowserWindow, Dialog, IpcMain, Menu, NativeTheme, Protocol, Session } from 'electron';
import { normalizeError } from '../../contract/errors';
import type { Backend } from '../../services/backend';
import { createDispatcher } from '../shared/dispatch';
import { announceEnds, type NotificationMaker } from './announce';
import { developmentOriginOf, scheme, startAddress } from './addresses';
import { guardContents } from './contents';
import { bindIpc } from './ipc';
import { menuTemplate } from './menu';
import { createProtocolHandler } from './protocol';
import { Quitting } from './quit';
import { guardSession } from './session';
import { windowOptions } from './window';

/** What is used of Electron, given so that everything here runs in tests without it. */
export interface ElectronParts {
  app: Pick<App, 'on' | 'quit' | 'exit' | 'whenReady' | 'isPackaged' | 'requestSingleInstanceLock'>;
  BrowserWindow: Pick<typeof BrowserWindow, 'getAllWindows'> &
    (new (options: ConstructorParameters<typeof BrowserWindow>[0]) => BrowserWindow);
  dialog: Pick<Dialog, 'showMessageBox' | 'showErrorBox'>;
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>;
  Menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  Notification: NotificationMaker;
  nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors'>;
  protocol: Pick<Protocol, 'handle'>;
  defaultSession: () => Session;
}

export interface DesktopOptions {
  /** The folder with preload/ and renderer/ in it. */
  built: string;
  createBackend: () => Promise<Backend>;
  platform: NodeJS.Platform;
  /** ELECTRON_RENDERER_URL, which electron-vite sets while developing. */
  developmentAddress: string | undefined;
}

const closeMilliseconds = 15_000;

/** Opens the workbench in Electron and keeps it until it quits. Resolves when the first window is made. */
export async function startDesktop(electron: ElectronParts, options: DesktopOptions): Promise<void> {
  const { app, BrowserWindow, dialog } = electron;
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  const developmentOrigin = developmentOriginOf(options.developmentAddress, app.isPackaged);
  app.on('web-contents-created', (_event, contents) => guardContents(contents, developmentOrigin));
  await app.whenReady();
  guardSession(electron.defaultSession(), developmentOrigin);
  electron.protocol.handle(scheme, createProtocolHandler(join(options.built, 'renderer')));

  let backend: Backend;
  try {
    backend = await options.createBackend();
  } catch (error) {
    const { message, next } = normalizeError(error);
    dialog.showErrorBox('Strongroom cannot start', next === undefined ? message : `${message}\n\n${next}`);
    app.exit(1);
    return;
  }
  const windows = (): BrowserWindow[] => BrowserWindow.getAllWindows();
  bindIpc(
    electron.ipcMain,
    createDispatcher(backend),
    () => windows().map(({ webContents }) => webContents),
    developmentOrigin,
  );

  const quitting = new Quitting({
    backend,
    milliseconds: closeMilliseconds,
    exit: () => app.exit(0),
    ask: async (training) => {
      const { response } = await dialog.showMessageBox({
        type: 'question',
        message:
          training === 1 ? 'A network is being trained.' : `${String(training)} networks are being trained.`,
        detail: 'Quitting stops the training. The project and all finished runs are kept.',
        buttons: ['Keep training', 'Stop training and quit'],
        defaultId: 0,
        cancelId: 0,
      });
      return response === 1;
    },
  });

  const openWindow = (): void => {
    const window = new BrowserWindow(
      windowOptions(join(options.built, 'preload/preload.cjs'), electron.nativeTheme.shouldUseDarkColors),
    );
    window.once('ready-to-show', () => window.show());
    window.on('close', (event) => {
      // On macOS the program outlives its windows; elsewhere the last one closes with it, and may be asked to stay.
      if (quitting.isEnding || options.platform === 'darwin' || windows().length > 1) return;
      event.preventDefault();
      void quitting.request();
    });
    void window.loadURL(developmentOrigin ?? startAddress);
  };
  const showWindow = (): void => {
    const window = windows()[0];
    if (window === undefined) {
      openWindow();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.focus();
  };

  const isLookedAt = (): boolean => windows().some((window) => window.isFocused());
  announceEnds(backend, electron.Notification, isLookedAt, showWindow);

  electron.Menu.setApplicationMenu(
    electron.Menu.buildFromTemplate(
      menuTemplate(options.platform, app.isPackaged, { newWindow: openWindow }),
    ),
  );
  app.on('second-instance', showWindow);
  app.on('activate', showWindow);
  app.on('before-quit', (event) => {
    if (quitting.isEnding) return;
    event.preventDefault();
    void quitting.request();
  });
  // Without a listener Electron quits when the last window closes, on macOS too.
  app.on('window-all-closed', () => undefined);
  openWindow();
}
