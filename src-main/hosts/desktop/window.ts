import type { BrowserWindowConstructorOptions } from 'electron';

/** The smallest size at which every view holds. */
const smallest = { width: 960, height: 600 };
const first = { width: 1360, height: 860 };

/** Options of the one kind of window there is. Everything that could reach the system from a page is off. */
export function windowOptions(preload: string, dark: boolean): BrowserWindowConstructorOptions {
  return {
    ...first,
    minWidth: smallest.width,
    minHeight: smallest.height,
    title: 'Strongroom',
    // Shown when painted, so that it never flashes white.
    show: false,
    backgroundColor: dark ? '#16181c' : '#ffffff',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // The loss curve goes on while the window is behind others.
      backgroundThrottling: false,
    },
  };
}
