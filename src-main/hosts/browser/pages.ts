import type { IncomingMessage, ServerResponse } from 'node:http';
import { contentSecurityPolicy, securityHeaders } from '../shared/headers';
import { readRendererFile } from '../shared/renderer-files';
import type { Access } from './access';

/** Sent as the page of a first visit from elsewhere; the browser then asks for / from our own page. */
const enterPage =
  '<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=/"><title>Strongroom</title>';

const noTokenPage =
  'Strongroom shows nothing without its token.\n' +
  'Open the whole address that it printed in the terminal when it started.\n';

function send(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string | Buffer,
): void {
  response.writeHead(status, {
    ...securityHeaders,
    'Content-Security-Policy': contentSecurityPolicy(`ws://${request.headers.host ?? ''}`),
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

const text = { 'Content-Type': 'text/plain; charset=utf-8', 'Content-Security-Policy': "default-src 'none'" };

/**
 * Whether the browser would send our strict cookie along a redirect: not when the visit began on another page, as
 * it does when a file or a link opens us. Programs that are no browsers say nothing of that and follow redirects.
 */
function keepsCookieOnRedirect({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'none' || site === 'same-origin';
  return !(headers.accept ?? '').includes('text/html');
}

/** Answers requests for pages and files. Nothing is served without the token. */
export async function answerPage(
  access: Access,
  folder: string,
  request: IncomingMessage,
  response: ServerResponse,
  onEntered: () => void,
): Promise<void> {
  const refusal = access.refuseOrigin(request, 'page');
  if (refusal !== null) {
    send(request, response, refusal.status, text, `${refusal.reason}\n`);
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    send(request, response, 405, { ...text, Allow: 'GET, HEAD' }, 'Only GET and HEAD are answered here.\n');
    return;
  }
  const [pathname = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const token = new URLSearchParams(query).get('token');
  if (pathname === '/' && token !== null && access.isToken(token)) {
    const cookie = { 'Set-Cookie': access.cookie() };
    onEntered();
    if (keepsCookieOnRedirect(request)) send(request, response, 303, { ...cookie, Location: '/' }, '');
    else send(request, response, 200, { ...cookie, 'Content-Type': 'text/html; charset=utf-8' }, enterPage);
    return;
  }
  if (!access.hasCookie(request)) {
    send(request, response, 403, text, noTokenPage);
    return;
  }
  const file = await readRendererFile(folder, pathname);
  if (file === null) {
    send(request, response, 404, text, 'There is no such file.\n');
    return;
  }
  const cache = file.immutable ? { 'Cache-Control': 'private, max-age=31536000, immutable' } : {};
  send(request, response, 200, { 'Content-Type': file.type, ...cache }, file.body);
}
