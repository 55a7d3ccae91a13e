import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { StrongroomError } from '../../contract/errors';
import { invokeChannel, pushChannel, type Push } from '../../contract/wire';
import type { Dispatcher } from '../shared/dispatch';
import { isOwnAddress } from './addresses';

/** A page that events are sent to. */
export interface Listener {
  isDestroyed(): boolean;
  send(channel: string, push: Push): void;
}

/** Only the top frame of a page of ours may ask; a frame that is already gone may not. */
function isTrusted(
  { senderFrame }: Pick<IpcMainInvokeEvent, 'senderFrame'>,
  developmentOrigin: string | null,
): boolean {
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
  ipcMain: Pick<IpcMain, 'handle' | 'removeHandler'>,
  dispatcher: Dispatcher,
  listeners: () => Iterable<Listener>,
  developmentOrigin: string | null,
): () => void {
  ipcMain.handle(invokeChannel, (event, raw: unknown) => {
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
