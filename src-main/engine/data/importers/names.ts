import type { Warning } from '../../../contract/schemas/common';

/** DuckDB numbers the rows of a Parquet file under this name, and refuses a column that is called so. */
const rowNumberName = 'file_row_number';
/** Documents keyed by column cannot hold this name: in JavaScript it stands for what an object inherits from. */
const inheritedName = '__proto__';

/**
 * Unique column names out of a header: blank ones become "column 3", repeated ones get " (2)". Letter case
 * does not tell names apart, as SQL does not either. Line breaks within a name become spaces.
 */
export function uniqueNames(header: readonly string[]): { names: string[]; warnings: Warning[] } {
  const warnings: Warning[] = [];
  const given = header.map((cell) => cell.replace(/\s+/g, ' ').trim());
  // Names of the header itself come before made-up ones.
  const taken = new Set([rowNumberName, inheritedName]);
  const reserved = new Set(given.map((name) => name.toLowerCase()));
  const names = given.map((name, index) => {
    if (name !== '' && !taken.has(name.toLowerCase())) {
      taken.add(name.toLowerCase());
      return name;
    }
    const base = name === '' ? `column ${index + 1}` : name;
    let unique = base;
    for (let copy = 2; taken.has(unique.toLowerCase()) || reserved.has(unique.toLowerCase()); copy++) {
      unique = `${base} (${copy})`;
    }
    taken.add(unique.toLowerCase());
    const why =
      name.toLowerCase() === rowNumberName
        ? 'is needed for the numbers of rows'
        : name === inheritedName
          ? 'has a meaning of its own in programs'
          : null;
    warnings.push(
      name === ''
        ? {
            code: 'BLANK_NAME',
            message: `Column ${index + 1} has no name; it is called "${unique}".`,
            column: unique,
          }
        : {
            code: 'DUPLICATE_NAME',
            message:
              why !== null
                ? `The name "${name}" ${why}; column ${index + 1} is called "${unique}".`
                : `Several columns are called "${name}"; column ${index + 1} is called "${unique}".`,
            column: unique,
          },
    );
    return unique;
  });
  return { names, warnings };
}
