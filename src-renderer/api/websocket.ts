import { decodeMessage, encodeMessage } from '../../src-main/contract/binary';
import { pushSchema, replySchema, type Push, type Reply } from '../../src-main/contract/wire';
import { disconnected } from './faults';
import type { Transport } from './transport';

/** The part of a WebSocket that is used: the browser's has it, and so have those of Node. */
export interface Socket {
  binaryType: string;
  send(data: string | Uint8Array<ArrayBuffer>): void;
  close(): void;
  addEventListener(type: 'open' | 'close' | 'error' | 'message', listener: (event: object) => void): void;
}

/** Waits between attempts to connect again: short at first, since most losses are a laptop waking up. */
const firstWaitMilliseconds = 250;
const longestWaitMilliseconds = 5_000;

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

/** The transport over a WebSocket, which connects again by itself until it is closed. */
export class WebSocketTransport implements Transport {
  private socket: Socket | null = null;
  private connected = false;
  private closed = false;
  private wait = firstWaitMilliseconds;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private readonly pushListeners = new Set<(push: Push) => void>();
  private readonly statusListeners = new Set<(connected: boolean) => void>();

  /** @param open opens a socket to the host; called again after each loss. */
  constructor(private readonly open: () => Socket) {
    this.connect();
  }

  request(request: Parameters<Transport['request']>[0]): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (!this.connected || this.socket === null) {
        reject(disconnected());
        return;
      }
      this.waiting.set(request.id, { resolve, reject });
      try {
        this.socket.send(encodeMessage(request));
      } catch (error) {
        this.waiting.delete(request.id);
        reject(error instanceof Error ? error : disconnected());
      }
    });
  }

  subscribe(listener: (push: Push) => void): () => void {
    this.pushListeners.add(listener);
    return () => void this.pushListeners.delete(listener);
  }

  onStatus(listener: (connected: boolean) => void): () => void {
    this.statusListeners.add(listener);
    listener(this.connected);
    return () => void this.statusListeners.delete(listener);
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
    this.lost();
  }

  private connect(): void {
    const socket = this.open();
    this.socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.addEventListener('open', () => {
      if (this.socket !== socket || this.closed) return;
      this.wait = firstWaitMilliseconds;
      this.setConnected(true);
    });
    socket.addEventListener('message', (event) => {
      if (this.socket === socket && 'data' in event) this.receive(event.data);
    });
    // An error is always followed by a close; without a listener some implementations throw.
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('close', () => {
      if (this.socket !== socket) return;
      this.lost();
      if (this.closed) return;
      this.timer = setTimeout(() => this.connect(), this.wait);
      this.wait = Math.min(this.wait * 2, longestWaitMilliseconds);
    });
  }

  private receive(data: unknown): void {
    let message: unknown;
    try {
      message = decodeMessage(data instanceof ArrayBuffer ? new Uint8Array(data) : String(data));
    } catch {
      // What follows a damaged frame cannot be trusted to be complete: connect and ask anew.
      this.socket?.close();
      return;
    }
    const reply = replySchema.safeParse(message);
    if (reply.success) {
      this.waiting.get(reply.data.id)?.resolve(reply.data);
      this.waiting.delete(reply.data.id);
      return;
    }
    const push = pushSchema.safeParse(message);
    if (push.success) for (const listener of [...this.pushListeners]) listener(push.data);
    else this.socket?.close();
  }

  private lost(): void {
    this.socket = null;
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { reject } of waiting) reject(disconnected());
    this.setConnected(false);
  }

  private setConnected(connected: boolean): void {
    if (this.connected === connected) return;
    this.connected = connected;
    for (const listener of [...this.statusListeners]) listener(connected);
  }
}
