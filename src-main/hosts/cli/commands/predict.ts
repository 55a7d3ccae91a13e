import { basename, resolve } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import { openModel, predictFile, writeBeside } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { formatUnreadable, formatWarnings, paragraphs } from '../text';

/** `predict DIR DATA --out FILE.csv`: predictions beside the columns of the file. */
export async function predict(
  directory: string,
  data: string,
  { out }: { out: string },
  terminal: Terminal,
): Promise<Outcome> {
  if (resolve(out) === resolve(data)) {
    throw new StrongroomError('USAGE', 'The predictions would take the place of the data.', {
      received: `--out ${out}`,
      next: 'Give another file by --out.',
    });
  }
  const model = await openModel(resolve(directory));
  const file = { path: resolve(data), name: basename(data) };
  const result = await withHouse(terminal, (house, work) =>
    writeBeside(out, (temporary) => predictFile(house, model, file, temporary, work)),
  );
  const rejected =
    result.rejectedRows === 0
      ? ''
      : ` ${String(result.rejectedRows)} rows could not be read and are left out.`;
  return {
    document: {
      rows: result.rows,
      rejected_rows: result.rejectedRows,
      file: resolve(out),
      header: result.header,
      unreadable: result.unreadable ?? [],
      warnings: result.warnings,
    },
    text: paragraphs(
      formatWarnings(result.warnings),
      formatUnreadable(result.unreadable ?? []),
      `Predicted ${String(result.rows)} rows into ${out}.${rejected}`,
    ),
  };
}
