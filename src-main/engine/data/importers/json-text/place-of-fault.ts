import { createReadStream } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { throwIfCancelled } from '../../database';
import { maximumLineLength } from '../source';

const blockBytes = 1 << 20;

/**
 * Where an array of records, or a single record, stops being JSON, in words: the record (from 1) with the line on which
 * it begins. Null when each record by itself is fine.
 */
export async function placeOfFault(path: string, signal?: AbortSignal): Promise<string | null> {
  const decoder = new StringDecoder('utf8');
  let depth = 0;
  let isText = false;
  let isEscaped = false;
  let line = 1;
  let record = 0;
  let recordLine = 1;
  let text = '';
  /** Depth at which records stand: 1 within an array, 0 for a record alone. */
  let top: number | null = null;
  const told = (what: string): string => `record ${record}, which begins on line ${recordLine}, ${what}`;
  for await (const block of createReadStream(path, { highWaterMark: blockBytes })) {
    throwIfCancelled(signal);
    const bytes: Buffer = block;
    const piece = decoder.write(bytes);
    let from = record > 0 && text !== '' ? 0 : -1;
    for (let at = 0; at < piece.length; at++) {
      const sign = piece[at];
      if (sign === '\n') line++;
      if (isText) {
        if (isEscaped) isEscaped = false;
        else if (sign === '\\') isEscaped = true;
        else if (sign === '"') isText = false;
      } else if (sign === '"') isText = true;
      else if (sign === '{' || sign === '[') {
        top ??= sign === '[' ? 1 : 0;
        if (depth === top && sign === '{') {
          record++;
          recordLine = line;
          from = at;
        }
        depth++;
      } else if (sign === '}' || sign === ']') {
        depth--;
        if (depth === top && from !== -1) {
          const fault = faultOf(text + piece.slice(from, at + 1));
          if (fault !== null) return told(`is no JSON: ${fault}`);
          text = '';
          from = -1;
        }
        if (depth < 0) return `line ${line} closes more brackets than were opened`;
      }
    }
    if (from !== -1) text += piece.slice(from);
    // Longer ones are refused for their length.
    if (text.length > maximumLineLength) return null;
  }
  if (depth > 0 || isText)
    return `the file ends on line ${line} ${record === 0 ? 'before its first record' : text === '' ? `behind record ${record}, its list is not closed` : `within record ${record}, which begins on line ${recordLine}`}`;
  return null;
}

function faultOf(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    // The text itself, which may be long, is left out.
    return (error instanceof Error ? error.message : String(error))
      .replace(/, .*" is not valid JSON$/s, '')
      .slice(0, 200);
  }
}
