import { extname, resolve } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import type { Place } from '../../../contract/schemas/data';
import { exportFormats } from '../../../contract/schemas/formats';
import { convertFile, writeBeside } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { inputFile } from '../input';
import { formatWarnings, paragraphs } from '../text';

/** `convert DATA --out FILE`: the table, read as any other, in the format that the name of the file says. */
export async function convert(
  data: string,
  { out, ...place }: { out: string } & Partial<Place>,
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
  if (resolve(out) === resolve(data)) {
    throw new StrongroomError('USAGE', 'The new file would take the place of the data.', {
      received: `--out ${out}`,
      next: 'Give another file by --out.',
    });
  }
  const file = inputFile(data, place);
  const { rows, warnings } = await withHouse(terminal, (house, work) =>
    writeBeside(out, (temporary) => convertFile(house, file, temporary, format, work)),
  );
  return {
    document: { rows, file: resolve(out), format, warnings },
    text: paragraphs(formatWarnings(warnings), `Wrote ${String(rows)} rows into ${out}.`),
  };
}
