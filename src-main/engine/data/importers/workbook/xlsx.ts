import { posix } from 'node:path';
import { StrongroomError } from '../../../../contract/errors';
import { openZip } from '../archives/zip-file';
import type { Zip } from '../archives/zip-file';
import type { SourceFile } from '../source';
import { kindOfFormat } from './dates';
import type { NumberKind } from './dates';
import { newCounts } from './sheet';
import type { Workbook } from './sheet';
import { sheetRows } from './xlsx-rows';
import { readXml } from './xml';

/** Characters of shared texts that are held in memory. */
const maximumSharedText = 256 * 1024 * 1024;

interface Relation {
  type: string;
  target: string;
}

/** The parts that a part names, by their ids. Targets outside the package are left out. */
async function relationsOf(zip: Zip, part: string, file: SourceFile, signal?: AbortSignal) {
  const relations = new Map<string, Relation>();
  const folder = posix.dirname(part);
  const member = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  if (!zip.entries.has(member)) return relations;
  await readXml(zip, member, file, signal, {
    open(name, { Id = '', Type = '', Target = '', TargetMode }) {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      const target = Target.startsWith('/')
        ? Target.slice(1)
        : posix.join(folder === '.' ? '' : folder, Target);
      relations.set(Id, { type: posix.basename(Type), target });
    },
  });
  return relations;
}

/** What the numbers of each style stand for. */
async function stylesOf(zip: Zip, member: string | undefined, file: SourceFile, signal?: AbortSignal) {
  const codes = new Map<number, string>();
  const kinds: NumberKind[] = [];
  if (member === undefined || !zip.entries.has(member)) return kinds;
  let isCell = false;
  await readXml(zip, member, file, signal, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') isCell = true;
      else if (name === 'xf' && isCell) {
        const id = Number(attributes['numFmtId'] ?? 0);
        kinds.push(kindOfFormat(id, codes.get(id)));
      }
    },
    close(name) {
      if (name === 'cellXfs') isCell = false;
    },
  });
  return kinds;
}

/** The texts that cells name by number. */
async function sharedTexts(zip: Zip, member: string | undefined, file: SourceFile, signal?: AbortSignal) {
  const texts: string[] = [];
  if (member === undefined || !zip.entries.has(member)) return texts;
  let text = '';
  let isText = false;
  let phonetic = 0;
  let total = 0;
  await readXml(zip, member, file, signal, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic++;
      else if (name === 't') isText = phonetic === 0;
    },
    text(piece) {
      if (isText) text += piece;
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') phonetic--;
      else if (name === 'si') {
        total += text.length;
        if (total > maximumSharedText) {
          throw new StrongroomError('FILE_TOO_LARGE', `${file.name} holds more text than fits into memory.`, {
            expected: `at most ${maximumSharedText / 1024 / 1024} million characters of text`,
            received: 'more',
            next: 'Save the sheet as CSV and choose that file.',
          });
        }
        texts.push(plainText(text));
      }
    },
  });
  return texts;
}

/** Characters that XML cannot hold are written as _x000D_; zero characters are left out. */
export const plainText = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => {
        const point = Number.parseInt(code, 16);
        return point === 0 ? '' : String.fromCharCode(point);
      })
    : text;

/** Opens .xlsx and .xlsm. Nothing of it is run, and no link is followed. The caller closes it. */
export async function openXlsx(file: SourceFile, signal?: AbortSignal): Promise<Workbook> {
  const zip = await openZip(file.path);
  try {
    const root = [...(await relationsOf(zip, '', file, signal)).values()];
    const part = root.find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml';
    const relations = await relationsOf(zip, part, file, signal);
    const targetOf = (type: string): string | undefined =>
      [...relations.values()].find((relation) => relation.type === type)?.target;
    const sheets: { name: string; hidden: boolean; member: string }[] = [];
    let is1904 = false;
    await readXml(zip, part, file, signal, {
      open(name, attributes) {
        if (name === 'workbookPr') is1904 = /^(1|true)$/i.test(attributes['date1904'] ?? '');
        if (name !== 'sheet') return;
        const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
        const relation = relations.get(id);
        // Sheets of charts and macros hold no cells.
        if (relation?.type !== 'worksheet') return;
        const hidden = (attributes['state'] ?? 'visible') !== 'visible';
        sheets.push({ name: attributes['name'] ?? '', hidden, member: relation.target });
      },
    });
    const counts = newCounts();
    let shared: Promise<{ texts: string[]; kinds: NumberKind[] }> | null = null;
    const loadShared = async () => ({
      texts: await sharedTexts(zip, targetOf('sharedStrings'), file, signal),
      kinds: await stylesOf(zip, targetOf('styles'), file, signal),
    });
    return {
      sheets: sheets.map(({ name, hidden }) => ({ name, hidden })),
      linksElsewhere: [...relations.values()].some(({ type }) => type === 'externalLink'),
      counts,
      async *rows(name) {
        const sheet = sheets.find((candidate) => candidate.name === name);
        if (sheet === undefined) return;
        shared ??= loadShared();
        yield* sheetRows(zip, sheet.member, file, { ...(await shared), is1904, counts }, signal);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}
