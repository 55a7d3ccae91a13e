import { StrongroomError } from '../../contract/errors';
import { invokeChannel, pushChannel, type Push } from '../../contract/wire';
import type { Dispatcher } from '../shared/dispatch';
import { isOwnAddress } from './addresses';

/** What is used of Electron's `IpcMain`. */
export interface Receiver {
  handle(channel: string, handler: (event: Asking, raw: unknown) => Promise<unknown>): void;
  removeHandler(channel: string): void;
}
/** Who asks: null when the frame is already gone; a frame without a parent is the page itself. */
export interface Asking {
  senderFrame: { url: string; parent: object | null } | null;
}

/** A page that events are sent to. */
export interface Listener {
  isDestroyed(): boolean;
  send(channel: string, push: Push): void;
}

/** Only the top frame of a page of ours may ask; a frame that is already gone may not. */
function isTrusted({ senderFrame }: Asking, developmentOrigin: string | null): boolean {
  return (
    senderFrame !== null && senderFrame.parent === null && isOwnAddress(senderFrame.url, developmentOrigin)
  );
}

/**
 * Binds the contract to Electron's IPC: one channel that answers, one that tells.
 * @param listeners the pages that are open, asked anew for each event.
 * @returns what unbinds it.
 */
export function bindIpc(
  ipcMain: Receiver,
  dispatcher: Dispatcher,
  listeners: () => Iterable<Listener>,
  developmentOrigin: string | null,
): () => void {
  ipcMain.handle(invokeChannel, async (event, raw) => {
    if (!isTrusted(event, developmentOrigin)) {
      throw new StrongroomError('BAD_REQUEST', 'A page that is not part of Strongroom asked for something.');
    }
    return dispatcher.dispatch(raw);
  });
  const unsubscribe = dispatcher.subscribe((push) => {
    for (const listener of listeners()) if (!listener.isDestroyed()) listener.send(pushChannel, push);
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(invokeChannel);
  };
}
