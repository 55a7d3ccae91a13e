import { extname, resolve } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import type { Place } from '../../../contract/schemas/data';
import { exportFormats } from '../../../contract/schemas/formats';
import { convertFile, writeBeside } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { inputFile } from '../input';
import { formatWarnings, paragraphs } from '../text';

/**
 * `convert DATA... --out FILE`: the table, read as any other, in the format that the name of the file says; several
 * files are stacked.
 */
export async function convert(
  data: readonly string[],
  { out, fileColumn = false, ...place }: { out: string; fileColumn?: boolean } & Partial<Place>,
  terminal: Terminal,
): Promise<Outcome> {
  const ending = extname(out).slice(1).toLowerCase();
  const format = exportFormats.find((name) => name === ending);
  if (format === undefined) {
    throw new StrongroomError('USAGE', `The format of ${out} is not known.`, {
      expected: `a name that ends in ${exportFormats.map((name) => `.${name}`).join(', ')}`,
      received: out,
      next: 'Give another name by --out.',
    });
  }
  if (data.some((file) => resolve(out) === resolve(file))) {
    throw new StrongroomError('USAGE', 'The new file would take the place of the data.', {
      received: `--out ${out}`,
      next: 'Give another file by --out.',
    });
  }
  const files = data.map((file) => inputFile(file, place));
  const { rows, warnings } = await withHouse(terminal, (house, work) =>
    writeBeside(out, (temporary) =>
      convertFile(house, files, { output: temporary, format, fileColumn }, work),
    ),
  );
  return {
    document: { rows, file: resolve(out), format, warnings },
    text: paragraphs(formatWarnings(warnings), `Wrote ${String(rows)} rows into ${out}.`),
  };
}
