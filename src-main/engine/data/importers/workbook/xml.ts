import { SaxesParser } from 'saxes';
import { throwIfCancelled } from '../../database';
import type { Zip } from '../archives/zip-file';
import { tooLarge, unpackedLimit } from '../archives/limits';
import { textOf } from './sheet';

export interface XmlHandlers {
  /** @param name without the prefix of its namespace. */
  open(name: string, attributes: Record<string, string>, isEmpty: boolean): void;
  close(name: string): void;
  text(text: string): void;
}

/** Only told of what is in `handlers`; declarations of entities are never followed, and unknown ones are a fault. */
export function xmlParser(handlers: XmlHandlers): { write(text: string): void; close(): void } {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes, isSelfClosing }) =>
    handlers.open(local(name), attributes, isSelfClosing),
  );
  parser.on('closetag', ({ name }) => handlers.close(local(name)));
  parser.on('text', (text) => handlers.text(text));
  parser.on('cdata', (text) => handlers.text(text));
  return { write: (text) => void parser.write(text), close: () => void parser.close() };
}

/** Pieces of the text of a member. Throws FILE_TOO_LARGE when far more comes than its packed size lets expect. */
export async function* memberText(
  zip: Zip,
  member: string,
  file: { name: string; bytes: number },
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const entry = zip.entries.get(member);
  if (entry === undefined) throw new Error(`${member} is missing`);
  const limit = unpackedLimit(Math.min(entry.compressedSize, file.bytes));
  let length = 0;
  for await (const text of textOf(await zip.read(entry))) {
    throwIfCancelled(signal);
    length += text.length;
    if (length > limit) throw tooLarge(file.name, limit);
    yield text;
  }
}

/** Reads a member as XML from beginning to end. */
export async function readXml(
  zip: Zip,
  member: string,
  file: { name: string; bytes: number },
  signal: AbortSignal | undefined,
  handlers: Partial<XmlHandlers>,
): Promise<void> {
  const parser = xmlParser({
    open: () => undefined,
    close: () => undefined,
    text: () => undefined,
    ...handlers,
  });
  for await (const text of memberText(zip, member, file, signal)) parser.write(text);
  parser.close();
}
