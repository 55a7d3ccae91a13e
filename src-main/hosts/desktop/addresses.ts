/** The scheme and host under which the desktop serves the interface. `file:` is never used. */
export const scheme = 'app';
export const origin = `${scheme}://strongroom`;
export const startAddress = `${origin}/index.html`;

/** Requests that never leave the process, and the interface itself. */
const localSchemes = ['blob:', 'data:', 'devtools:'];

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}

/** Whether an address is the interface's own: from `app://strongroom`, or the development server's origin. */
export function isOwnAddress(address: string, developmentOrigin: string | null): boolean {
  const url = parse(address);
  if (url === null) return false;
  // URL gives custom schemes the origin "null", so scheme and host are compared.
  if (url.protocol === `${scheme}:`)
    return url.host === 'strongroom' && url.username === '' && url.port === '';
  return developmentOrigin !== null && url.origin === developmentOrigin;
}

/**
 * Whether the window may load an address at all. Nothing but the interface's own files; while developing also the
 * development server and its WebSocket, on loopback.
 */
export function mayLoad(address: string, developmentOrigin: string | null): boolean {
  const url = parse(address);
  if (url === null) return false;
  if (localSchemes.includes(url.protocol) || isOwnAddress(address, developmentOrigin)) return true;
  return developmentOrigin !== null && url.protocol === 'ws:' && `http://${url.host}` === developmentOrigin;
}

/** The development server's origin when there is one on loopback; never in a packaged application. */
export function developmentOriginOf(address: string | undefined, isPackaged: boolean): string | null {
  const url = isPackaged || address === undefined ? null : parse(address);
  if (url === null || url.protocol !== 'http:') return null;
  return ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname) ? url.origin : null;
}
