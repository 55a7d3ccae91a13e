import type { Encoding, ErrorPayload, Reading } from '../../src-main/contract';

/** The decisions of reading a text file, in words. */
export const encodingNames: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-8-bom': 'UTF-8 with mark',
  'utf-16le': 'UTF-16 (little endian)',
  'utf-16be': 'UTF-16 (big endian)',
  'windows-1252': 'Windows-1252 (Western)',
  gb18030: 'GB18030 (Chinese)',
};

export const dateOrderNames: Record<Reading['dateOrder'], string> = {
  ymd: 'year, month, day',
  dmy: 'day, month, year',
  mdy: 'month, day, year',
};

export const delimiters = [',', ';', '\t', '|', ' '] as const;

export function delimiterName(delimiter: string): string {
  switch (delimiter) {
    case ',':
      return 'comma';
    case ';':
      return 'semicolon';
    case '\t':
      return 'tab';
    case '|':
      return 'bar';
    case ' ':
      return 'space';
    default:
      return delimiter;
  }
}

/** Whether a file that could not be imported may be readable with other decisions: not when it holds no text at all. */
export function canReadAgain(error: Pick<ErrorPayload, 'code'> | null): boolean {
  return error !== null && error.code !== 'FILE_EMPTY' && error.code !== 'FILE_NOT_TEXT';
}
