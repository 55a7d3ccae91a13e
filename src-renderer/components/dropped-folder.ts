/** A folder that was dropped, whose files are read when they are needed. */
export type DroppedFolder = FileSystemDirectoryEntry;

const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

/** The first folder among what was dropped; null when there is none. It has to be asked for while the event lasts. */
export function folderIn(transfer: DataTransfer | null): DroppedFolder | null {
  for (const item of transfer?.items ?? []) {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    if (entry !== null && isFolder(entry)) return entry;
  }
  return null;
}

/** A browser tells what is in a folder a hundred at a time. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

/** Every file of a folder and of those within, with its path from the folder on. */
export async function filesIn(
  folder: FileSystemDirectoryEntry,
  inside = '',
): Promise<{ path: string; file: File }[]> {
  const found: { path: string; file: File }[] = [];
  for (const entry of await entriesOf(folder)) {
    const path = inside === '' ? entry.name : `${inside}/${entry.name}`;
    if (isFolder(entry)) found.push(...(await filesIn(entry, path)));
    else if (isFile(entry)) {
      const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
      found.push({ path, file });
    }
  }
  return found;
}
