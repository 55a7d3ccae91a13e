import { basename, resolve } from 'node:path';
import { Option, type Command } from 'commander';
import type { Place } from '../../contract/schemas/data';
import type { SourceFile } from '../../services/headless';

/** What the help says of a file with a table. */
export const dataFormats =
  'CSV, TSV, Excel, OpenDocument, Parquet or JSON file, also .gz and .zip; or a folder (or .zip) of pictures';

/** Where a table stands in a file, and where the pictures are that it names. */
export type InputFlags = Partial<Place> & { images?: string };

/** The options that say where in a file the table stands. */
export function withPlace(command: Command, wholeNumber: (text: string) => number): Command {
  return command
    .option('--sheet <name>', 'sheet of a workbook (default: the first that is shown)')
    .option('--range <cells>', 'cells of the sheet, as in B3:F200 or A:F (default: all)')
    .addOption(
      new Option('--header-row <number>', 'row of the sheet with the names (default: found)').argParser(
        wholeNumber,
      ),
    )
    .option('--member <file>', 'file of a .zip archive (default: the first table)')
    .option('--images <folder>', 'folder or .zip of the pictures that a column of the file names');
}

/** Only what was said: a property that is there but undefined would count as said. */
export function placeOf({ sheet, range, headerRow, member }: Partial<Place>): Place {
  return {
    ...(sheet === undefined ? {} : { sheet }),
    ...(range === undefined ? {} : { range }),
    ...(headerRow === undefined ? {} : { headerRow }),
    ...(member === undefined ? {} : { member }),
  };
}

/** The file that a command names as its data. */
export const inputFile = (data: string, flags: InputFlags): SourceFile & { name: string } => ({
  path: resolve(data),
  name: basename(resolve(data)),
  place: placeOf(flags),
  ...(flags.images === undefined
    ? {}
    : { images: { path: resolve(flags.images), name: basename(resolve(flags.images)) } }),
});
