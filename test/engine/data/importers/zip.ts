import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { openZip } from '../../../../src-main/engine/data/importers/archives/zip-file';
import { place } from './support';

/** The members of a zip file, unpacked. */
export async function unzip(path: string): Promise<Map<string, Buffer>> {
  const opened = await openZip(path);
  const members = new Map<string, Buffer>();
  for (const [name, entry] of opened.entries) members.set(name, await buffer(await opened.read(entry)));
  opened.close();
  return members;
}

/** A zip file of these members. */
export async function zip(members: ReadonlyMap<string, Buffer | string>): Promise<Buffer> {
  const made = new yazl.ZipFile();
  for (const [name, content] of members) made.addBuffer(Buffer.from(content), name);
  made.end();
  const path = place('made.zip');
  const output = createWriteStream(path);
  made.outputStream.pipe(output);
  await finished(output);
  return readFile(path);
}
