import type { CustomScheme } from 'electron';
import { contentSecurityPolicy, securityHeaders } from '../shared/headers';
import { readRendererFile } from '../shared/renderer-files';
import { isOwnAddress, scheme } from './addresses';

/** A scheme that Chromium treats like https, with the web's own rules for origins. */
export const customScheme: CustomScheme = {
  scheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
};

/** Answers requests for the interface's files from the given folder and from nowhere else. */
export function createProtocolHandler(folder: string): (request: Request) => Promise<Response> {
  const headers = { ...securityHeaders, 'Content-Security-Policy': contentSecurityPolicy() };
  const refuse = (status: number): Response => new Response(null, { status, headers });
  return async (request) => {
    if (!isOwnAddress(request.url, null)) return refuse(403);
    if (request.method !== 'GET') return refuse(405);
    const file = await readRendererFile(folder, new URL(request.url).pathname);
    if (file === null) return refuse(404);
    return new Response(file.body, { status: 200, headers: { ...headers, 'Content-Type': file.type } });
  };
}
