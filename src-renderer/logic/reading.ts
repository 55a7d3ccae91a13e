import type {
  Encoding,
  ErrorPayload,
  ExportFormat,
  Format,
  Inspection,
  Reading,
} from '../../src-main/contract';

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
  return error !== null && !hopeless.has(error.code);
}

/** What a file is, however it is read. */
const hopeless = new Set<ErrorPayload['code']>([
  'FILE_EMPTY',
  'FILE_NOT_TEXT',
  'FILE_DAMAGED',
  'FILE_TOO_LARGE',
  'FILE_FORMAT_MISMATCH',
]);

export const formatNames: Record<Format, string> = {
  delimited: 'delimited text',
  workbook: 'workbook',
  parquet: 'Parquet',
  json: 'JSON',
};

export const exportNames: Record<ExportFormat, string> = { csv: 'CSV', xlsx: 'XLSX', parquet: 'Parquet' };

/** Files in which there may be several tables to choose from. */
export const mayHoldSeveral = (name: string): boolean => /\.(xlsx|xlsm|xlsb|xls|ods|zip)$/i.test(name);

/** Whether the first look at a file found something that a person should choose before it is imported. */
export const asksForChoice = ({ warnings }: Pick<Inspection, 'warnings'>): boolean =>
  warnings.some(({ code }) => ['SEVERAL_SHEETS', 'SEVERAL_MEMBERS', 'ROWS_ABOVE_NAMES'].includes(code));

/** The decisions of reading a file that its format knows of, in words. */
export function readingFacts(reading: Reading): [string, string][] {
  const { format = 'delimited', member, sheet, range, headerRow } = reading;
  const isText = format === 'delimited';
  const hasWords = isText || format === 'workbook';
  return [
    ['Format', formatNames[format]],
    ...fact('File in the archive', member),
    ...fact('Sheet', sheet),
    ...fact('Range', range),
    ...fact('Names in row', headerRow),
    ...(isText
      ? ([
          ['Encoding', encodingNames[reading.encoding]],
          ['Separator', delimiterName(reading.delimiter)],
          ['Quotes', reading.quote === '' ? 'none' : reading.quote],
        ] as [string, string][])
      : []),
    ...(hasWords ? fact('First row', reading.hasHeader ? 'column names' : 'data') : []),
    ...(isText ? fact('Decimal sign', reading.decimalSeparator === '.' ? 'point' : 'comma') : []),
    ['Dates', dateOrderNames[reading.dateOrder]],
    ['Means missing', ['empty', ...reading.missingWords].join(', ').replace(/^empty$/, 'empty cells')],
  ];
}

const fact = (name: string, value: string | number | undefined): [string, string][] =>
  value === undefined ? [] : [[name, String(value)]];
