import { join } from 'node:path';
import { StrongroomError } from '../../contract/errors';
import { identifier } from '../data/sql';
import type { Database } from '../data/database';
import { pixelPaths } from '../data/frame';
import { FrameWriter } from '../data/frame-writer';
import type { ColumnPlan } from '../data/frame-writer';
import { preparedFiles } from '../protocol';
import { frameExpression } from './columns';
import type { WantedColumn } from './columns';
import { takesText } from './fitted';
import type { Fitted } from './fitted';
import { parts } from './split';
import type { Split } from './split';

const rowsBetweenReports = 100_000;

/** A text that no value of the list has: it stands for every value that the model does not know. */
function unknownText(known: readonly string[]): string {
  const taken = new Set(known);
  let text = 'other';
  while (taken.has(text)) text += '*';
  return text;
}

/** Texts are in the head of a frame, and so in memory: more characters than this are refused. */
const mostCharacters = 32 * 2 ** 20;

/** Every different text of a column. Throws TEXTS_TOO_LARGE. */
async function differentTexts(database: Database, from: string, column: string): Promise<string[]> {
  const name = identifier(column);
  const texts: string[] = [];
  let characters = 0;
  for await (const [chunk = []] of database.chunks(
    `SELECT DISTINCT CAST(${name} AS VARCHAR) FROM ${from} WHERE ${name} IS NOT NULL`,
  )) {
    for (const text of chunk) {
      if (typeof text !== 'string') continue;
      texts.push(text);
      characters += text.length;
    }
    if (characters > mostCharacters) {
      throw new StrongroomError(
        'TEXTS_TOO_LARGE',
        `The texts of ${column} are too large to be learned from.`,
        {
          expected: 'at most 32 million characters of different texts',
          received: 'more',
          next: 'Leave the column out, take it for a category, or train on fewer rows.',
        },
      );
    }
  }
  return texts.sort();
}

function planOf(
  { name, kind, pixels = [] }: WantedColumn,
  fitted: Fitted,
  texts: Map<string, string[]>,
  directory: string,
): ColumnPlan {
  if (kind === 'image') {
    const known = texts.get(name) ?? [];
    const paths = pixelPaths(join(directory, preparedFiles.train), pixels);
    return { name, kind, dictionary: [...known, unknownText(known)], pixels: paths };
  }
  if (kind !== 'text') return { name, kind };
  const { target, features } = fitted;
  const feature = features.find(({ column }) => column === name);
  const known =
    feature !== undefined && takesText(feature)
      ? (texts.get(name) ?? feature.vocabulary)
      : target.kind === 'classes' && target.column === name
        ? target.classes
        : [];
  return { name, kind, dictionary: [...known, unknownText(known)] };
}

/**
 * Writes the frame of each part in one pass over the data, holding some thousand rows. Texts that the model does not
 * know share one entry, so that dictionaries do not grow with the rows; only those whose words are looked into are kept.
 * @param from a relation with `file_row_number`, in the order of the rows. @param rowColumn see `prepare`.
 */
export async function writeParts(
  database: Database,
  from: string,
  wanted: readonly WantedColumn[],
  rowColumn: string,
  { part, counts }: Split,
  fitted: Fitted,
  directory: string,
  tell: (fraction: number) => void,
): Promise<void> {
  const texts = new Map<string, string[]>();
  for (const feature of fitted.features) {
    if (feature.kind === 'words' || feature.kind === 'tokens' || feature.kind === 'image')
      texts.set(feature.column, await differentTexts(database, from, feature.column));
  }
  const plans: ColumnPlan[] = [
    ...wanted.map((column) => planOf(column, fitted, texts, directory)),
    { name: rowColumn, kind: 'number' },
  ];
  const writers: { code: number; writer: FrameWriter }[] = [];
  try {
    for (const name of ['train', 'validation', 'test'] as const) {
      const writer = await FrameWriter.create(join(directory, preparedFiles[name]), counts[name], plans);
      writers.push({ code: parts[name], writer });
    }
    const select = [...wanted.map(frameExpression), 'file_row_number'].join(', ');
    let done = 0;
    let told = 0;
    for await (const chunk of database.chunks(`SELECT ${select} FROM ${from}`)) {
      const rows = (chunk.at(-1) ?? []).map(Number);
      for (const { code, writer } of writers) {
        await writer.add(
          chunk,
          [...rows.keys()].filter((place) => part[rows[place] ?? -1] === code),
        );
      }
      done += rows.length;
      if (done - told >= rowsBetweenReports) tell((told = done) / part.length);
    }
    for (const { writer } of writers) await writer.finish();
  } finally {
    for (const { writer } of writers) await writer.close();
  }
}
