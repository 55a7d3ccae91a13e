import { readFile, realpath } from 'node:fs/promises';
import { extname, isAbsolute, join, relative, sep } from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

export interface RendererFile {
  body: Buffer<ArrayBuffer>;
  type: string;
  /** Its name holds a hash of its content, so it never changes. */
  immutable: boolean;
}

/** The folder-relative path that an address names; null when it is not a plain one. */
function plainPath(pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (!decoded.startsWith('/') || decoded.includes('\\') || decoded.includes('\0')) return null;
  const segments = decoded.slice(1).split('/');
  if (decoded === '/') return 'index.html';
  // Files that start with a dot, and steps upwards, are no part of an interface.
  return segments.every((segment) => segment !== '' && !segment.startsWith('.') && !segment.includes(':'))
    ? join(...segments)
    : null;
}

/**
 * A file of the built interface, or null. Only files inside of the folder, of a type that the interface is made of;
 * links that lead out of it are not followed.
 */
export async function readRendererFile(folder: string, pathname: string): Promise<RendererFile | null> {
  const path = plainPath(pathname);
  if (path === null) return null;
  const type = types[extname(path).toLowerCase()];
  if (type === undefined) return null;
  try {
    const root = await realpath(folder);
    const real = await realpath(join(root, path));
    const inside = relative(root, real);
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) return null;
    return { body: await readFile(real), type, immutable: path.startsWith(`assets${sep}`) };
  } catch {
    return null;
  }
}
