import { randomUUID } from 'node:crypto';
import { File, Group, ready } from 'h5wasm';
import type { Dataset } from 'h5wasm';

export type { Group } from 'h5wasm';

/**
 * HDF5 files are written and read in the memory of the library, never on disk, so that no path of the machine can be
 * reached from within a file.
 */
async function inMemory<T>(use: (path: string, files: MemoryFiles) => T): Promise<T> {
  const library = await ready;
  const { FS: files } = library;
  // Otherwise it writes its troubles on the terminal and goes on.
  library.activate_throwing_error_handler();
  const path = `/${randomUUID()}.h5`;
  try {
    return use(path, files);
  } finally {
    if (files.analyzePath(path).exists) files.unlink(path);
  }
}

type MemoryFiles = Awaited<typeof ready>['FS'];

/** The bytes of a file that `fill` writes. */
export function writeHdf5(fill: (root: Group) => void): Promise<Uint8Array> {
  return inMemory((path, files) => {
    const file = new File(path, 'w');
    try {
      fill(file);
      file.flush();
    } finally {
      file.close();
    }
    return files.readFile(path);
  });
}

/** What `read` finds in a file. Throws what the library says of bytes that are no HDF5. */
export function readHdf5<T>(bytes: Uint8Array, read: (root: Group) => T): Promise<T> {
  return inMemory((path, files) => {
    files.writeFile(path, bytes);
    const file = new File(path, 'r');
    try {
      return read(file);
    } finally {
      file.close();
    }
  });
}

/** A group by its path below another, made where it is missing. */
export function groupAt(root: Group, path: string): Group {
  return path.split('/').reduce((group, name) => {
    const found = group.get(name);
    return found instanceof Group ? found : group.create_group(name);
  }, root);
}

export const isDataset = (entity: unknown): entity is Dataset =>
  typeof entity === 'object' && entity !== null && 'type' in entity && entity.type === 'Dataset';
