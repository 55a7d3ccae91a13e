import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import { StrongroomError } from '../../../contract/errors';
import { throwIfCancelled } from '../database';
import { identifier, literal } from '../sql';
import { cellXml, longestCell } from './xlsx-cells';
import type { Exporter, ExportRequest } from './exporter';

const maximumRows = 1_048_576;
const maximumColumns = 16_384;

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaged = 'http://schemas.openxmlformats.org/package/2006';
const content = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The parts of a workbook of one sheet, but for the sheet (ECMA-376 part 1, 12.2). */
const parts: Record<string, string> = {
  '[Content_Types].xml': `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${content}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${content}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${content}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
};

const valueOf = (name: string, sqlType: string): string => {
  const column = identifier(name);
  if (sqlType === 'DATE') return `date_diff('day', DATE '1970-01-01', ${column})::DOUBLE`;
  if (sqlType === 'TIMESTAMP') return `epoch_us(${column})::DOUBLE`;
  return sqlType === 'BIGINT' ? `${column}::VARCHAR` : column;
};

async function* sheetXml(
  { database, parquet, columns, rows, signal, progress }: ExportRequest,
  count: { shortened: number },
): AsyncGenerator<string> {
  const names = columns.map(({ name }) => cellXml(name, 'VARCHAR')).join('');
  yield `${declaration}<worksheet xmlns="${main}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData><row>${names}</row>`;
  const values = columns.map(({ name, sqlType }) => valueOf(name, sqlType));
  let done = 0;
  for await (const chunk of database.chunks(
    `SELECT ${values.join(', ')} FROM read_parquet(${literal(parquet)})`,
  )) {
    throwIfCancelled(signal);
    const length = chunk[0]?.length ?? 0;
    let text = '';
    for (let i = 0; i < length; i++) {
      text += '<row>';
      columns.forEach(({ sqlType }, c) => {
        const value = chunk[c]?.[i];
        if (typeof value === 'string' && value.length > longestCell) count.shortened++;
        text += cellXml(value, sqlType);
      });
      text += '</row>';
    }
    yield text;
    done += length;
    progress(done / Math.max(1, rows));
  }
  yield '</sheetData></worksheet>';
}

/** XLSX of one sheet: numbers, dates and booleans as such, all text as text, so that nothing of it is a formula. */
export const xlsx: Exporter = {
  format: 'xlsx',
  async write(request) {
    const { rows, columns } = request;
    if (rows + 1 > maximumRows || columns.length > maximumColumns) {
      throw new StrongroomError('EXPORT_TOO_LARGE', 'The table does not fit into a sheet of Excel.', {
        expected: `at most ${maximumRows - 1} rows and ${maximumColumns} columns`,
        received: `${rows} rows and ${columns.length} columns`,
        next: 'Export it as CSV or Parquet.',
      });
    }
    const count = { shortened: 0 };
    const zip = new yazl.ZipFile();
    for (const [name, xml] of Object.entries(parts)) zip.addBuffer(Buffer.from(declaration + xml), name);
    const sheet = Readable.from(sheetXml(request, count), { objectMode: false });
    const written = pipeline(zip.outputStream, createWriteStream(request.path, { flush: true }));
    // A fault of the rows ends the file, which would wait for more of them for ever.
    const failed = new Promise<never>((_, reject) => sheet.on('error', reject));
    zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
    zip.end();
    await Promise.race([written, failed]);
    if (count.shortened === 0) return [];
    return [
      {
        code: 'TEXT_SHORTENED',
        message: `${count.shortened} cells were longer than the ${longestCell} characters that Excel holds and are cut.`,
        rows: count.shortened,
        next: 'Choose CSV or Parquet to have them whole.',
      },
    ];
  },
};
