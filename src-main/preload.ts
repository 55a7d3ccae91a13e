import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import { bridgeName, invokeChannel, pushChannel, type Bridge, type Push } from './contract/wire';

/** The whole of what the sandboxed window can reach: one way to ask, one way to listen. */
const bridge: Bridge = {
  invoke: (request) => ipcRenderer.invoke(invokeChannel, request),
  subscribe: (listener) => {
    // Electron's event object stays on this side: it carries the sender.
    const forward = (_event: IpcRendererEvent, push: Push): void => listener(push);
    ipcRenderer.on(pushChannel, forward);
    return () => void ipcRenderer.removeListener(pushChannel, forward);
  },
};

contextBridge.exposeInMainWorld(bridgeName, bridge);
