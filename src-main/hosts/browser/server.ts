import { createServer, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { StrongroomError } from '../../contract/errors';
import type { Dispatcher } from '../shared/dispatch';
import { Access, newToken } from './access';
import { answerPage } from './pages';
import { closeSockets, createSocketServer } from './socket';

const loopback = '127.0.0.1';
const socketPath = '/socket';
/** How long a window may take to say goodbye before it is cut off. */
const goodbyeMilliseconds = 1_000;

export interface BrowserServerOptions {
  dispatcher: Dispatcher;
  /** The folder of the built interface. */
  folder: string;
  /** 0 takes a free one. */
  port: number;
}

export interface BrowserServer {
  port: number;
  /** The address that opens the workbench, with its token. */
  address: string;
  /** Resolves when somebody first came in with the token. */
  entered: Promise<void>;
  close(): Promise<void>;
}

function refuseUpgrade(stream: Duplex, status: number): void {
  stream.end(
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

/**
 * Serves the workbench on the loopback address alone, to those who have the token.
 * Throws BUSY when the port is taken.
 */
export async function startBrowserServer(options: BrowserServerOptions): Promise<BrowserServer> {
  const { dispatcher, folder } = options;
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      const code = 'code' in error ? String(error.code) : error.name;
      reject(
        new StrongroomError('BUSY', `Port ${String(options.port)} cannot be used (${code}).`, {
          expected: 'a free port',
          received: `port ${String(options.port)}`,
          next: 'Leave --port out to take a free one, or name another.',
          cause: error,
        }),
      );
    });
    server.listen(options.port, loopback, resolve);
  });
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port;
  const token = newToken();
  const access = new Access(token, port);
  const sockets = createSocketServer(dispatcher);

  let enter: () => void = () => undefined;
  const entered = new Promise<void>((resolve) => (enter = resolve));

  server.on('request', (request, response) => {
    answerPage(access, folder, request, response, enter).catch(() => response.destroy());
  });
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    if (access.refuseOrigin(request, 'socket') !== null || !access.hasCookie(request))
      refuseUpgrade(stream, 403);
    else if (request.url !== socketPath) refuseUpgrade(stream, 404);
    else
      sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit('connection', socket, request));
  });

  return {
    port,
    address: `http://${loopback}:${String(port)}/?token=${token}`,
    entered,
    async close() {
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      await closeSockets(sockets, goodbyeMilliseconds);
      server.closeAllConnections();
      await ended;
    },
  };
}
