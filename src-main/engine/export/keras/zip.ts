import { ZipFile } from 'yazl';

/** Zip files know no time before 1980; a fixed one makes the same content the same file. */
export const mtime = new Date(Date.UTC(1980, 0, 2));

/** A zip file of these members. */
export async function zipOf(members: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, bytes] of members) zip.addBuffer(Buffer.from(bytes), name, { mtime });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}
