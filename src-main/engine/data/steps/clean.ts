import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StrongroomError } from '../../../contract/errors';
import { cleaningFile, numbersFile } from '../../protocol';
import type { TaskHandler } from '../../protocol';
import { openDatabase } from '../database';
import { withImageFacts } from '../images/facts';
import { datasetFiles } from '../importers/import';
import { columnOf, profileOf } from '../profile';
import { identifier, literal } from '../sql';
import { chain } from './chain';
import { readCleaning } from './document';
import { steps as implementations } from '.';
import { reportOf } from './report';
import type { Before } from './report';
import { columnsOf, kindOfType, rowColumn, sqlTypes, typeOfKind } from './table';
import type { TableColumn } from './table';

/** Kept in the types that the other parts know. */
const stored = ({ name, kind }: TableColumn): string =>
  `CAST(${identifier(name)} AS ${sqlTypes[kind]}) AS ${identifier(name)}`;

/** Writes the table that steps make of a data set: see `clean` in protocol.ts. */
export const clean: TaskHandler<'clean'> = async (params, { signal, report }) => {
  const { parquet, directory, seed } = params;
  const later = params.later === undefined ? null : await readCleaning(params.later.cleaning);
  const steps = later === null ? params.steps : later.steps;
  const spill = join(directory, 'spill');
  const database = await openDatabase({ files: [parquet], directories: [directory], spill, signal });
  const detail = 'Cleaning';
  const watch = setInterval(() => {
    const { percentage } = database.connection.progress;
    if (percentage > 0) report({ fraction: percentage / 200, detail });
  }, 250);
  try {
    const source = `read_parquet(${literal(parquet)}, file_row_number = true)`;
    const present = new Set((await columnsOf(database, source)).map(({ name }) => name));
    // What a later file may lack, such as the column to predict, is there and empty, so that steps find it.
    const absent = (params.later?.columns ?? []).filter(({ name }) => !present.has(name));
    const empty = absent.map(
      ({ name, type }) => `, CAST(NULL AS ${sqlTypes[kindOfType(type)]}) AS ${identifier(name)}`,
    );
    await database.run(
      `CREATE TEMP VIEW "#source" AS SELECT * EXCLUDE (file_row_number)${empty.join('')}, file_row_number AS ${identifier(rowColumn)} FROM ${source}`,
    );
    const made = await chain({
      database,
      relation: '"#source"',
      steps,
      seed,
      ...(later === null ? {} : { learned: later.learned }),
    });
    const output = join(directory, datasetFiles.data);
    const order = made.keepsOrder ? '' : ` ORDER BY ${identifier(rowColumn)}`;
    await database.run(
      `COPY (SELECT ${made.columns.map(stored).join(', ')} FROM ${made.relation}${order}) TO ${literal(output)} (FORMAT parquet, COMPRESSION snappy)`,
    );
    report({ fraction: 0.5, detail });
    if (later !== null) {
      const [count = {}] = await database.rows(
        `SELECT count(*)::DOUBLE AS rows FROM read_parquet(${literal(output)})`,
      );
      return { rows: Number(count['rows']), columns: [], steps: [] };
    }
    const effects = new Set(made.stages.map(({ step }) => implementations[step.kind].effect));
    if (effects.has('rows') && !effects.has('table')) {
      await database.run(
        `COPY (SELECT ${identifier(rowColumn)} AS number FROM ${made.relation}${order}) TO ${literal(join(directory, numbersFile))} (FORMAT parquet, COMPRESSION snappy)`,
      );
    }
    const reports = [];
    let before: Before = { relation: '"#source"', columns: await columnsOf(database, '"#source"') };
    for (const stage of made.stages) {
      reports.push(await reportOf(database, before, stage));
      before = stage;
    }
    report({ fraction: 0.7, detail });
    const columns = made.columns.map(({ name, kind }) => ({ name, type: typeOfKind(kind), given: false }));
    const summed = await profileOf(database, `read_parquet(${literal(output)})`, columns, {
      signal,
      progress: (share) => report({ fraction: 0.7 + 0.3 * share, detail: 'Summing up the columns' }),
    });
    const profile =
      params.images === undefined
        ? summed
        : await withImageFacts(database, `read_parquet(${literal(output)})`, summed, params.images);
    if (profile.rows === 0) {
      throw new StrongroomError('STEP_INVALID', 'The cleaning steps leave no row.', {
        expected: 'at least one row that stays',
        next: 'Change or switch off the steps that take rows away.',
      });
    }
    await writeFile(join(directory, datasetFiles.profile), JSON.stringify(profile), { flush: true });
    const document = { formatVersion: 1, steps: params.steps, learned: made.learned };
    await writeFile(join(directory, cleaningFile), JSON.stringify(document), { flush: true });
    return { rows: profile.rows, columns: profile.columns.map(columnOf), steps: reports };
  } finally {
    clearInterval(watch);
    database.close();
  }
};
