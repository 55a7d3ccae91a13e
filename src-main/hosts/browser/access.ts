import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const tokenBytes = 24;
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]'];

/** A secret that nobody guesses: 192 bits, in characters that an address may hold. */
export function newToken(): string {
  return randomBytes(tokenBytes).toString('base64url');
}

/** Compares without telling by its duration how much was right. */
function isSame(given: string, secret: string): boolean {
  const left = Buffer.from(given);
  const right = Buffer.from(secret);
  return left.byteLength === right.byteLength && timingSafeEqual(left, right);
}

/** Cookies of one host are shared by all its ports, so the name carries the port. */
export const cookieName = (port: number): string => `strongroom-${String(port)}`;

/** Why a request is turned away: the status, and words that tell nothing to an attacker. */
export interface Refusal {
  status: 403 | 405;
  reason: string;
}

/** Decides who may speak to the host. */
export class Access {
  private readonly hosts: readonly string[];

  constructor(
    private readonly token: string,
    readonly port: number,
  ) {
    this.hosts = loopbackNames.map((name) => `${name}:${String(port)}`);
  }

  /**
   * What every request has to pass. Host: a foreign name that resolves to this machine (DNS rebinding) is refused.
   * Origin: when it is sent, it is our own; a WebSocket always has to send it, since browsers apply no same-origin
   * rule to those. Null when the request may go on; the token is checked apart.
   */
  refuseOrigin(request: IncomingMessage, kind: 'page' | 'socket'): Refusal | null {
    const { host, origin } = request.headers;
    if (host === undefined || !this.hosts.includes(host)) {
      return { status: 403, reason: 'This host answers to loopback names only.' };
    }
    const foreign = origin !== undefined && origin !== `http://${host}`;
    if (foreign || (kind === 'socket' && origin === undefined)) {
      return { status: 403, reason: 'Requests from other pages are refused.' };
    }
    const site = request.headers['sec-fetch-site'];
    const isForeignSite = site === 'cross-site' || site === 'same-site';
    // A link elsewhere may lead to the workbench; it may not be embedded, scripted or fetched.
    const opensPage =
      request.headers['sec-fetch-mode'] === 'navigate' && request.headers['sec-fetch-dest'] === 'document';
    if (isForeignSite && !(kind === 'page' && opensPage)) {
      return { status: 403, reason: 'Requests from other pages are refused.' };
    }
    return null;
  }

  isToken(given: string): boolean {
    return isSame(given, this.token);
  }

  /** Whether the request carries the cookie that the first visit set. */
  hasCookie(request: IncomingMessage): boolean {
    const prefix = `${cookieName(this.port)}=`;
    return (request.headers.cookie ?? '')
      .split(';')
      .map((cookie) => cookie.trim())
      .some((cookie) => cookie.startsWith(prefix) && this.isToken(cookie.slice(prefix.length)));
  }

  /** The cookie that the first visit sets: not for scripts, not for other sites, gone with the browser. */
  cookie(): string {
    return `${cookieName(this.port)}=${this.token}; HttpOnly; SameSite=Strict; Path=/`;
  }
}
