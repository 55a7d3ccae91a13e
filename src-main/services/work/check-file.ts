import { enabledSteps, stepDefinitions } from '../../contract/cleaning';
import { renamedColumns } from '../../contract/planning/renamed';
import type { FileCheck, RenamedColumn } from '../../contract/schemas/file-check';
import type { House } from '../house';
import type { SourceFile } from '../uploads';
import { contractOf, importForRun, inspectFor } from './contract-file';
import { contractOfModel } from './export-kit';
import { isMostlyUnreadable } from './later-file';
import type { Model } from './model-folder';
import { part, type Work } from './work';

type Imported = Awaited<ReturnType<typeof importForRun>>;

/** What cannot be read, column by column. */
function unreadableOf(
  { warnings, unreadable = [], rows }: Imported,
  missing: ReadonlyMap<string, number>,
  contract: ReturnType<typeof contractOf>,
): FileCheck['unreadable'] {
  return contract.columns.flatMap(({ name, type }) => {
    const warning = warnings.find(({ code, column }) => code === 'UNREADABLE_VALUES' && column === name);
    if (warning?.rows === undefined || warning.rows === 0) return [];
    const cells = unreadable.filter(({ column }) => column === name);
    return [
      {
        column: name,
        rows: warning.rows,
        expected: type,
        mostly:
          !contract.optional.includes(name) && isMostlyUnreadable(warning.rows, rows, missing.get(name) ?? 0),
        reason: cells[0]?.reason ?? warning.message,
        examples: cells.slice(0, 3).map(({ row, value }) => ({ row, value })),
      },
    ];
  });
}

/**
 * Compares a file with what a model was trained on, and predicts nothing: columns that are missing, extra or renamed,
 * values out of range, words never seen, cells that cannot be read, each with rows that show it.
 * @param renamed columns that a person says are the model's under another name.
 */
export function checkFile(
  house: House,
  trained: Model,
  file: SourceFile,
  renamed: readonly RenamedColumn[],
  work: Work,
): Promise<FileCheck> {
  const { run } = trained;
  return house.workspace.scratch.within('check', async (folder) => {
    work.report(0, `Reading ${file.name}`);
    const contract = contractOf(run, 'optional');
    const required = contract.columns.filter(({ name }) => !contract.optional.includes(name));
    const byFile = new Map(renamed.map(({ was, is }) => [is, was]));
    const inspection = await inspectFor(
      house,
      run,
      file,
      required.map(({ name }) => name),
      renamed,
    );
    const names = inspection.columns.map(({ name }) => byFile.get(name) ?? name);
    const present = new Set(names);
    const known = new Set([...contract.columns.map(({ name }) => name), run.target]);
    const extra = names.filter((name) => !known.has(name));
    const lacking = required.filter(({ name }) => !present.has(name));
    const proposals = new Map(
      renamedColumns(
        lacking.map(({ name }) => name),
        extra,
      ).map(({ was, is }) => [was, is]),
    );
    const data = await importForRun(
      house,
      trained,
      file,
      'optional',
      folder,
      part(work, 0.1, 0.7, `Reading ${file.name}`),
      { renamed, lenient: true },
    );
    const changesTable = enabledSteps(run.recipe.cleaning).some(
      ({ kind }) => stepDefinitions[kind].effect === 'table',
    );
    const model = await contractOfModel(house, trained);
    const lacked = new Set(lacking.map(({ name }) => name));
    const values = await house.engine.run(
      'check-values',
      {
        parquet: data.parquet,
        columns: model.columns.filter(({ name }) => !lacked.has(name)),
        numbered: !changesTable,
      },
      part(work, 0.7, 1, 'Comparing values'),
    );
    const missing = new Map(data.profile.columns.map((column) => [column.name, column.missing]));
    const unreadable = unreadableOf(data, missing, contract);
    work.report(1, 'Done');
    return {
      rows: data.rows,
      rejectedRows: data.rejectedRows,
      passed: lacking.length === 0 && !unreadable.some(({ mostly }) => mostly),
      missing: lacking.map(({ name, type }) => ({
        column: name,
        type,
        proposal: proposals.get(name) ?? null,
      })),
      renamed: [...renamed],
      extra,
      unreadable,
      ...values,
      // What cannot be read counts as missing, and is told already.
      blank: values.blank.flatMap(({ column, rows }) => {
        const unread = unreadable.find((one) => one.column === column)?.rows ?? 0;
        return rows > unread ? [{ column, rows: rows - unread }] : [];
      }),
    };
  });
}
