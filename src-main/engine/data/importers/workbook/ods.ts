import { openZip } from '../archives/zip-file';
import type { Zip } from '../archives/zip-file';
import type { SourceFile } from '../source';
import { maximumColumn, maximumRow, newCounts } from './sheet';
import type { SheetCounts, SheetRow, Span, Workbook } from './sheet';
import { memberText, readXml, xmlParser } from './xml';

const content = 'content.xml';
/** Rows that are given at a time where one row stands for many. */
const batchRows = 1_000;

const countOf = (text: string | undefined, most: number): number =>
  Math.max(1, Math.min(most, Number.parseInt(text ?? '1', 10) || 1));

/** A cell that is being read. */
interface Cell {
  type: string;
  value: string | undefined;
  repeat: number;
  columns: number;
  rows: number;
  text: string[];
  hasFormula: boolean;
}

function textOfCell(cell: Cell, counts: SheetCounts): string {
  const shown = cell.text.join('\n').replaceAll('\0', '');
  switch (cell.type) {
    case 'float':
    case 'percentage':
    case 'currency': {
      const number = Number(cell.value);
      return cell.value === undefined || !Number.isFinite(number) ? shown : String(number);
    }
    case 'boolean':
      return cell.value ?? shown;
    case 'date':
      return (cell.value ?? shown)
        .replace('T', ' ')
        .replace(/ 00:00:00(\.0+)?$/, '')
        .replace(/\.0+$/, '');
    case 'time': {
      const found = /^PT(\d+)H(\d+)M(\d+(?:\.\d+)?)S$/.exec(cell.value ?? '');
      if (found === null) return shown;
      const [, hours = '', minutes = '', seconds = ''] = found;
      return `${hours.padStart(2, '0')}:${minutes.padStart(2, '0')}:${seconds.replace(/\.0+$/, '').padStart(2, '0')}`;
    }
    default:
      // Programs write what a formula failed with as text.
      if (/^(#[A-Z/0!?]+[!?]?|Err:\d+)$/.test(shown) && cell.hasFormula) {
        counts.errors++;
        return '';
      }
      return shown;
  }
}

async function* tableRows(
  zip: Zip,
  sheet: string,
  file: SourceFile,
  counts: SheetCounts,
  signal: AbortSignal | undefined,
): AsyncGenerator<SheetRow[]> {
  let inSheet = false;
  let depth = 0;
  let number = 1;
  let repeat = 1;
  let column = 0;
  let row: SheetRow = { number, cells: [] };
  let cell: Cell | null = null;
  let notes = 0;
  let paragraph: string | null = null;
  let ready: { row: SheetRow; repeat: number }[] = [];

  const endCell = (ended: Cell): void => {
    const text = textOfCell(ended, counts);
    if (text !== '') {
      const end = Math.min(column + ended.repeat, maximumColumn);
      for (let place = column; place < end; place++) row.cells[place] = text;
      if (ended.columns > 1 || ended.rows > 1) {
        const span: Span = { column, columns: ended.columns, rows: ended.rows, text };
        row.spans = [...(row.spans ?? []), span];
      }
    } else if (ended.hasFormula && ended.type !== 'string') counts.uncalculated++;
    column += ended.repeat;
  };
  const parser = xmlParser({
    open(name, attributes) {
      if (name === 'table') {
        if (inSheet) depth++;
        else if (attributes['table:name'] === sheet) inSheet = true;
        return;
      }
      if (!inSheet || depth > 0) return;
      switch (name) {
        case 'table-row':
          repeat = countOf(attributes['table:number-rows-repeated'], maximumRow);
          row = { number, cells: [] };
          column = 0;
          return;
        case 'table-cell':
        case 'covered-table-cell':
          cell = {
            type: attributes['office:value-type'] ?? 'string',
            value:
              attributes['office:value'] ??
              attributes['office:date-value'] ??
              attributes['office:time-value'] ??
              attributes['office:boolean-value'],
            repeat: countOf(attributes['table:number-columns-repeated'], maximumColumn),
            columns: countOf(attributes['table:number-columns-spanned'], maximumColumn),
            rows: countOf(attributes['table:number-rows-spanned'], maximumRow),
            text: [],
            hasFormula: attributes['table:formula'] !== undefined,
          };
          return;
        case 'annotation':
          notes++;
          return;
        case 'p':
          if (notes === 0 && cell !== null) paragraph = '';
          return;
        case 's':
          if (paragraph !== null) paragraph += ' '.repeat(countOf(attributes['text:c'], 10_000));
          return;
        case 'tab':
          if (paragraph !== null) paragraph += '\t';
          return;
        case 'line-break':
          if (paragraph !== null) paragraph += '\n';
          return;
      }
    },
    text(piece) {
      if (paragraph !== null) paragraph += piece;
    },
    close(name) {
      if (name === 'table') {
        if (depth > 0) depth--;
        else inSheet = false;
        return;
      }
      if (!inSheet || depth > 0) return;
      switch (name) {
        case 'p':
          if (paragraph !== null && notes === 0) {
            cell?.text.push(paragraph);
            paragraph = null;
          }
          return;
        case 'annotation':
          notes--;
          return;
        case 'table-cell':
        case 'covered-table-cell':
          if (cell !== null) endCell(cell);
          cell = null;
          return;
        case 'table-row':
          if (row.cells.length > 0) ready.push({ row, repeat });
          number += repeat;
      }
    },
  });
  for await (const text of memberText(zip, content, file, signal)) {
    parser.write(text);
    const batch = ready;
    ready = [];
    yield* repeated(batch);
  }
  parser.close();
  yield* repeated(ready);
}

/** One row may stand for a million; each is given as one of its own, a batch at a time. */
function* repeated(rows: readonly { row: SheetRow; repeat: number }[]): Generator<SheetRow[]> {
  let batch: SheetRow[] = [];
  for (const { row, repeat } of rows) {
    for (let i = 0; i < repeat && row.number + i <= maximumRow; i++) {
      batch.push({ ...row, number: row.number + i, cells: [...row.cells] });
      if (batch.length < batchRows) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

/** Opens .ods. Nothing of it is run, and no link is followed. The caller closes it. */
export async function openOds(file: SourceFile, signal?: AbortSignal): Promise<Workbook> {
  const zip = await openZip(file.path);
  try {
    const sheets: { name: string; hidden: boolean }[] = [];
    let depth = 0;
    let linksElsewhere = false;
    await readXml(zip, content, file, signal, {
      open(name, attributes) {
        if (name === 'table-source') linksElsewhere = true;
        // Tables within tables are subtables of a cell.
        if (name === 'table' && depth++ === 0)
          sheets.push({ name: attributes['table:name'] ?? '', hidden: false });
      },
      close(name) {
        if (name === 'table') depth--;
      },
    });
    const counts = newCounts();
    return {
      sheets,
      linksElsewhere,
      counts,
      rows: (sheet) => tableRows(zip, sheet, file, counts, signal),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}
