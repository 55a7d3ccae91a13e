import { bridgeName, type Bridge } from '../../src-main/contract/wire';
import { createBridgeTransport } from './bridge';
import { createClient, type Client } from './client';
import { WebSocketTransport } from './websocket';
import type { Transport } from './transport';

export { createClient, type Client } from './client';
export { readDownload, saveDownload, uploadFile, type TransferOptions } from './files';
export { chosenFolder, zipOf } from './folder-zip';
export type { Transport } from './transport';

declare global {
  interface Window {
    readonly [bridgeName]?: Bridge;
  }
}

/** Resolves once the transport is connected. */
function whenConnected(transport: Transport): Promise<void> {
  return new Promise((resolve) => {
    transport.onStatus((connected) => {
      if (connected) resolve();
    });
  });
}

/** Connects to the main side: through the preload's bridge in the desktop, else by WebSocket to the own host. */
export async function connect(onFault?: Parameters<typeof createClient>[1]): Promise<Client> {
  const bridge = window[bridgeName];
  const transport =
    bridge === undefined
      ? new WebSocketTransport(() => new WebSocket(`ws://${window.location.host}/socket`))
      : createBridgeTransport(bridge);
  await whenConnected(transport);
  return createClient(transport, onFault);
}
