import { extensionOf } from '../extension';
import { openZip } from '../archives/zip-file';
import { startsWith } from '../source';
import type { SourceFile } from '../source';

/** xlsx: the XML of Office Open; ods: OpenDocument; binary: .xls and .xlsb, whose records are bytes. */
export type WorkbookKind = 'xlsx' | 'ods' | 'binary';

const compoundMagic = [0xd0, 0xcf, 0x11, 0xe0];

/** What kind of workbook a file is by its content; null when it is none, or a damaged zip file. */
export async function workbookKind(source: SourceFile): Promise<WorkbookKind | null> {
  if (startsWith(source.head, compoundMagic)) return 'binary';
  if (!startsWith(source.head, [0x50, 0x4b, 0x03, 0x04])) return null;
  const zip = await openZip(source.path).catch(() => null);
  const extension = extensionOf(source.name);
  if (zip === null) {
    // A damaged package says by its name what it was meant to be.
    return ['.xlsx', '.xlsm'].includes(extension) ? 'xlsx' : extension === '.ods' ? 'ods' : null;
  }
  try {
    const { entries } = zip;
    if (entries.has('xl/workbook.bin')) return 'binary';
    if (entries.has('[Content_Types].xml') && [...entries.keys()].some((name) => /worksheets\//i.test(name)))
      return 'xlsx';
    // A workbook that lost its sheets is one that is damaged.
    if (entries.has('xl/workbook.xml')) return 'xlsx';
    if (entries.has('content.xml') && entries.has('META-INF/manifest.xml')) return 'ods';
    return null;
  } finally {
    zip.close();
  }
}
