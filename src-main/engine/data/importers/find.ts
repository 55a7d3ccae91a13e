import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import { delimited } from './delimited';
import { extensionOf } from './extension';
import type { Importer } from './importer';
import { importers } from './index';
import type { SourceFile } from './source';

/** A page of the web under the name of a table: mostly a login or error page that was saved instead of the file. */
const isPage = (head: Buffer): boolean =>
  /^\s*(<!doctype html|<html[\s>]|<\?xml[^>]*>\s*<(!doctype html|html)[\s>])/i.test(
    head.subarray(0, 1024).toString('latin1').replace('ï»¿', ''),
  );

function mismatch(source: SourceFile, expected: Importer, received: string): StrongroomError {
  return new StrongroomError(
    'FILE_FORMAT_MISMATCH',
    `${source.name} is ${received}, not ${expected.title}.`,
    {
      expected: expected.title,
      received,
      next: 'Look at where the file comes from; save or download the table again.',
    },
  );
}

/**
 * The importer of a file: by its content, then by its name. Content that tells its format is read as what it is, with a
 * warning when the name says something else. Throws FILE_FORMAT_MISMATCH when the content cannot be what the name says
 * and reading it as something else would hide that.
 */
export async function findImporter(source: SourceFile): Promise<{ importer: Importer; warnings: Warning[] }> {
  const extension = extensionOf(source.name);
  const named = importers.find(({ extensions }) => extensions.includes(extension));
  if (isPage(source.head)) throw mismatch(source, named ?? delimited, 'a web page (HTML)');
  for (const importer of importers) {
    if (!(await importer.recognises(source))) continue;
    return { importer, warnings: named === undefined || named === importer ? [] : [told(source, importer)] };
  }
  // Text under the name of a workbook is what many programs export; under these names it is a fault.
  if (named !== undefined && (named.format === 'parquet' || named.format === 'json')) {
    throw mismatch(source, named, 'something else');
  }
  return {
    importer: delimited,
    warnings: named === undefined || named === delimited ? [] : [told(source, delimited)],
  };
}

const told = (source: SourceFile, { title }: Importer): Warning => ({
  code: 'FORMAT_BY_CONTENT',
  message: `By its content ${source.name} is ${title}, and it is read as such.`,
  next: 'Give the file the ending of its format.',
});
