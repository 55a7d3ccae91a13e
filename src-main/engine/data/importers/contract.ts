import { StrongroomError } from '../../../contract/errors';
import type { Warning } from '../../../contract/schemas/common';
import type { ColumnType } from '../../../contract/schemas/data';
import { renamedColumns } from '../../../contract/planning/renamed';

export interface FileContract {
  columns: { name: string; type: ColumnType }[];
  optional: string[];
}

/**
 * The types that a model's columns have to get in a later file. Throws CONTRACT_MISMATCH when a column that
 * is not optional is missing; columns the model does not know are warned of.
 */
export function applyContract(
  file: string,
  names: readonly string[],
  contract: FileContract,
): { types: Map<string, ColumnType>; warnings: Warning[] } {
  const present = new Set(names);
  const needed = contract.columns
    .map((column) => column.name)
    .filter((name) => !contract.optional.includes(name));
  const lacking = needed.filter((name) => !present.has(name));
  const known = new Map(contract.columns.map((column) => [column.name, column.type]));
  const extra = names.filter((name) => !known.has(name));
  if (lacking.length > 0) {
    const renamed = renamedColumns(lacking, extra);
    throw new StrongroomError(
      'CONTRACT_MISMATCH',
      `${file} lacks ${lacking.map((name) => `"${name}"`).join(', ')}.`,
      {
        expected: `the columns ${needed.join(', ')}`,
        received: `the columns ${names.join(', ')}`,
        next:
          renamed.length === 0
            ? 'Add the columns, with the names that the model was trained on.'
            : `${renamed.map(({ was, is }) => `"${is}" may be what was called "${was}"`).join(', ')}: call ${renamed.length === 1 ? 'it' : 'them'} so again in the file.`,
      },
    );
  }
  const warnings: Warning[] =
    extra.length === 0
      ? []
      : [
          {
            code: 'EXTRA_COLUMNS',
            message: `The model does not know ${extra.map((name) => `"${name}"`).join(', ')}; ${extra.length === 1 ? 'it is' : 'they are'} kept and not used.`,
          },
        ];
  return { types: new Map([...known].filter(([name]) => present.has(name))), warnings };
}
