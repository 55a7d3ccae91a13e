import { resolve } from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { StrongroomError } from '../../contract/errors';
import type { Warning } from '../../contract/schemas/common';
import {
  columnTypes,
  encodings,
  readingSchema,
  type ColumnReading,
  type ColumnType,
  type Encoding,
  type Reading,
} from '../../contract/schemas/data';
import { openQuestions } from '../../contract/schemas/decisions';
import { readJsonDocument } from '../../services/headless';

/** How a file is to be read, as the command line says it. */
export interface ReadingFlags {
  contract?: string;
  encoding?: Encoding;
  delimiter?: string;
  quote?: string;
  header?: boolean;
  decimal?: Reading['decimalSeparator'];
  dates?: Reading['dateOrder'];
  missing?: string[];
  column?: ColumnReading[];
  strict?: boolean;
}

const orders = ['ymd', 'dmy', 'mdy'] as const;
const isOrder = (text: string): text is Reading['dateOrder'] => orders.some((order) => order === text);
const isType = (text: string): text is ColumnType => columnTypes.some((type) => type === text);
const isMark = (text: string): text is Reading['decimalSeparator'] => text === '.' || text === ',';

const wordsOf = (text: string): string[] => (text === '' ? [] : text.split('|'));

function oneSign(text: string): string {
  const sign = text === '\\t' || text === 'tab' ? '\t' : text;
  if ([...sign].length === 1) return sign;
  throw new InvalidArgumentError('Expected a single character, or tab.');
}

/** `name=decimal`, `name=dates:dmy`, `name=decimals:,`, `name=missing:NA|-`: what comes after the last sign of equality. */
function columnOption(text: string, before: ColumnReading[] = []): ColumnReading[] {
  const at = text.lastIndexOf('=');
  const [name, said] = [text.slice(0, at), text.slice(at + 1)];
  const [key = '', ...rest] = said.split(':');
  const value = rest.join(':');
  const decision =
    at > 0 && rest.length === 0 && isType(key)
      ? { type: key }
      : at > 0 && key === 'dates' && isOrder(value)
        ? { dateOrder: value }
        : at > 0 && key === 'decimals' && isMark(value)
          ? { decimalSeparator: value }
          : at > 0 && key === 'missing' && rest.length > 0
            ? { missingWords: wordsOf(value) }
            : null;
  if (decision === null) {
    throw new InvalidArgumentError(
      `Expected NAME= with a type (${columnTypes.join(', ')}), dates:ymd|dmy|mdy, decimals:. or decimals:, or missing:WORD|WORD.`,
    );
  }
  const own = before.find((column) => column.name === name);
  return [...before.filter((column) => column !== own), { ...own, name, ...decision }];
}

/** Adds the options by which every decision of an import can be made. */
export function addReadingOptions(command: Command): Command {
  return command
    .option('--contract <file>', 'JSON of how to read the file, as --save-contract of profile writes it')
    .addOption(new Option('--encoding <name>', 'encoding of the file').choices(encodings))
    .option('--delimiter <sign>', 'what parts the cells: one character, or tab', oneSign)
    .option('--quote <sign>', 'what cells are quoted with', oneSign)
    .option('--header', 'the first row holds the names')
    .option('--no-header', 'the first row is data')
    .addOption(new Option('--decimal <sign>', 'sign of decimals').choices(['.', ',']))
    .addOption(new Option('--dates <order>', 'order of day, month and year').choices(orders))
    .option('--missing <words>', 'words that mean missing, parted by | (empty: none)', wordsOf)
    .option('--column <decision>', 'a decision on one column; may be repeated', columnOption)
    .option('--strict', 'fail with DECISION_NEEDED where the data leaves open how to read it');
}

/** What the contract file and the options say together; options go before the file. */
export async function readingFrom(flags: ReadingFlags): Promise<Partial<Reading>> {
  let base: Partial<Reading> = {};
  if (flags.contract !== undefined) {
    const document = await readJsonDocument(resolve(flags.contract), 'RECIPE_INVALID');
    const parsed = readingSchema.partial().strict().safeParse(document);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new StrongroomError('RECIPE_INVALID', `${flags.contract} does not say how to read a file.`, {
        expected: 'the reading of a data set, as profile --save-contract writes it',
        received: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
        next: 'Correct that place, or leave it out.',
      });
    }
    // Keys that are there but undefined would count as choices.
    base = Object.fromEntries(Object.entries(parsed.data).filter(([, value]) => value !== undefined));
  }
  const own = new Map((base.columns ?? []).map((column) => [column.name, column]));
  for (const column of flags.column ?? []) own.set(column.name, { ...own.get(column.name), ...column });
  return {
    ...base,
    ...(flags.encoding === undefined ? {} : { encoding: flags.encoding }),
    ...(flags.delimiter === undefined ? {} : { delimiter: flags.delimiter }),
    ...(flags.quote === undefined ? {} : { quote: flags.quote }),
    ...(flags.header === undefined ? {} : { hasHeader: flags.header }),
    ...(flags.decimal === undefined ? {} : { decimalSeparator: flags.decimal }),
    ...(flags.dates === undefined ? {} : { dateOrder: flags.dates }),
    ...(flags.missing === undefined ? {} : { missingWords: flags.missing }),
    ...(own.size === 0 ? {} : { columns: [...own.values()] }),
  };
}

/** With --strict: throws DECISION_NEEDED when the import left a question open. */
export function requireSettled(strict: boolean | undefined, warnings: readonly Warning[]): void {
  const open = warnings.filter(({ code }) => openQuestions.includes(code));
  const [first] = open;
  if (strict !== true || first === undefined) return;
  throw new StrongroomError('DECISION_NEEDED', first.message, {
    expected: 'a decision by --column, --dates, --decimal, --missing or --contract',
    received:
      open.length === 1
        ? first.code
        : `${String(open.length)} open questions: ${open.map(({ code }) => code).join(', ')}`,
    next: first.next ?? 'Decide, or leave out --strict to take the safe way.',
  });
}
