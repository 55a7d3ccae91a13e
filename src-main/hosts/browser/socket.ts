import { WebSocket, WebSocketServer, type RawData } from 'ws';
import { decodeMessage, encodeMessage } from '../../contract/binary';
import type { Dispatcher } from '../shared/dispatch';

/** The largest message taken in: far above a piece of an upload, or the recipe of a very wide table. */
const largestMessageBytes = 16 << 20;
/** With more than this waiting to be sent, nothing more is read from that window until it caught up. */
const pauseBytes = 8 << 20;
/** A window that lets this much wait is stuck; it is cut off, connects again and asks for state anew. */
const cutOffBytes = 256 << 20;
const pingMilliseconds = 20_000;

/** Codes of RFC 6455, section 7.4.1. */
const badData = 1007;
const goingAway = 1001;

function toFrame(data: RawData, isBinary: boolean): string | Uint8Array {
  const bytes = Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data as Buffer);
  return isBinary ? new Uint8Array(bytes) : bytes.toString('utf8');
}

function send(socket: WebSocket, message: unknown): void {
  if (socket.readyState !== WebSocket.OPEN) return;
  socket.send(encodeMessage(message), () => {
    if (socket.isPaused && socket.bufferedAmount < pauseBytes) socket.resume();
  });
  if (socket.bufferedAmount > cutOffBytes) socket.terminate();
  else if (socket.bufferedAmount > pauseBytes) socket.pause();
}

function serveSocket(socket: WebSocket, dispatcher: Dispatcher): void {
  const unsubscribe = dispatcher.subscribe((push) => send(socket, push));
  let alive = true;
  const ping = setInterval(() => {
    // A paused socket reads no pongs: it is judged by what waits for it instead.
    if (!alive && !socket.isPaused) {
      socket.terminate();
      return;
    }
    alive = false;
    socket.ping();
  }, pingMilliseconds);
  socket.on('pong', () => (alive = true));
  socket.on('message', (data, isBinary) => {
    let request: unknown;
    try {
      request = decodeMessage(toFrame(data, isBinary));
    } catch {
      socket.close(badData, 'This message cannot be read.');
      return;
    }
    void dispatcher.dispatch(request).then((reply) => send(socket, reply));
  });
  // An error is followed by a close, where everything is put away.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    clearInterval(ping);
    unsubscribe();
  });
}

/** The WebSocket side of the host; whoever gets here was let in before. */
export function createSocketServer(dispatcher: Dispatcher): WebSocketServer {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessageBytes,
    // On loopback, compression costs more than it saves.
    perMessageDeflate: false,
  });
  server.on('connection', (socket) => serveSocket(socket, dispatcher));
  return server;
}

/** Says goodbye to all windows, and cuts off those that do not answer. */
export function closeSockets(server: WebSocketServer, milliseconds: number): Promise<void> {
  for (const socket of server.clients) socket.close(goingAway, 'Strongroom ends.');
  const cutOff = setTimeout(() => {
    for (const socket of server.clients) socket.terminate();
  }, milliseconds);
  return new Promise((resolve) => {
    server.close(() => {
      clearTimeout(cutOff);
      resolve();
    });
  });
}
