import { isOwnAddress, mayLoad } from './addresses';

/** What the interface may ask Chromium for: writing to the clipboard when a person copies a table or a chart. */
const permitted = 'clipboard-sanitized-write';

/** What is used of Electron's `Session`, and of the file it is about to save. */
export interface GuardedSession {
  webRequest: {
    onBeforeRequest(
      listener: (details: { url: string }, respond: (answer: { cancel: boolean }) => void) => void,
    ): void;
  };
  setPermissionRequestHandler(
    handler: (
      contents: unknown,
      permission: string,
      respond: (granted: boolean) => void,
      details: { requestingUrl: string },
    ) => void,
  ): void;
  setPermissionCheckHandler(
    handler: (contents: unknown, permission: string, requestingOrigin: string) => boolean,
  ): void;
  setDevicePermissionHandler(handler: () => boolean): void;
  setSpellCheckerEnabled(enabled: boolean): void;
  on(event: 'will-download', listener: (event: unknown, item: SavedItem) => void): unknown;
}
export interface SavedItem {
  getFilename(): string;
  setSaveDialogOptions(options: { defaultPath: string; properties: 'createDirectory'[] }): void;
}

/** Closes everything of a session that the workbench does not use: the network, permissions, devices, spelling. */
export function guardSession(session: GuardedSession, developmentOrigin: string | null): void {
  session.webRequest.onBeforeRequest((details, respond) => {
    respond({ cancel: !mayLoad(details.url, developmentOrigin) });
  });
  session.setPermissionRequestHandler((_contents, permission, respond, details) => {
    respond(permission === permitted && isOwnAddress(details.requestingUrl, developmentOrigin));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) =>
      permission === permitted && isOwnAddress(requestingOrigin, developmentOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  // The spelling checker downloads its dictionaries.
  session.setSpellCheckerEnabled(false);
  // Files to save are asked for by a dialog, always: nothing is written where the person did not say.
  session.on('will-download', (_event, item) => {
    item.setSaveDialogOptions({ defaultPath: item.getFilename(), properties: ['createDirectory'] });
  });
}
