import { resolve } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import { findingsOf, type RenamedColumn } from '../../../contract/schemas/file-check';
import type { Place } from '../../../contract/schemas/data';
import { checkFile, openModel, predictFile, writeBeside } from '../../../services/headless';
import { withHouse, type Outcome, type Terminal } from '../command';
import { inputFile } from '../input';
import { formatUnreadable, formatWarnings, paragraphs } from '../text';
import { formatCheck } from './check-text';

export interface PredictFlags extends Partial<Place> {
  out?: string;
  check?: true;
  rename?: RenamedColumn[];
}

/** `predict DIR DATA --check`: how the file compares with the training data; fails when it cannot be predicted. */
async function check(
  directory: string,
  data: string,
  { rename = [], ...place }: PredictFlags,
  terminal: Terminal,
): Promise<Outcome> {
  const model = await openModel(resolve(directory));
  const found = await withHouse(terminal, (house, work) =>
    checkFile(house, model, inputFile(data, place), rename, work),
  );
  const command = found.missing.flatMap(({ column, proposal }) =>
    proposal === null ? [] : [`--rename ${JSON.stringify(`${proposal}=${column}`)}`],
  );
  const verdict = found.passed
    ? findingsOf(found) === 0
      ? `All ${String(found.rows)} rows are like those of the training.`
      : `The ${String(found.rows)} rows can be predicted; mind what is above.`
    : 'The file cannot be predicted as it is.';
  return {
    document: found,
    text: paragraphs(
      formatCheck(found),
      verdict,
      command.length === 0 ? '' : `If the names mean the same: ${command.join(' ')}`,
    ),
    failed: !found.passed,
  };
}

/** `predict DIR DATA --out FILE.csv`: predictions beside the columns of the file. */
export async function predict(
  directory: string,
  data: string,
  flags: PredictFlags,
  terminal: Terminal,
): Promise<Outcome> {
  if (flags.check === true) return check(directory, data, flags, terminal);
  const { out, rename = [], ...place } = flags;
  if (out === undefined) {
    throw new StrongroomError('USAGE', 'There is nowhere to write the predictions to.', {
      expected: '--out FILE, or --check to compare the file alone',
      next: 'Name a CSV file by --out.',
    });
  }
  if (resolve(out) === resolve(data)) {
    throw new StrongroomError('USAGE', 'The predictions would take the place of the data.', {
      received: `--out ${out}`,
      next: 'Give another file by --out.',
    });
  }
  const model = await openModel(resolve(directory));
  const file = inputFile(data, place);
  const result = await withHouse(terminal, (house, work) =>
    writeBeside(out, (temporary) => predictFile(house, model, file, temporary, work, rename)),
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
