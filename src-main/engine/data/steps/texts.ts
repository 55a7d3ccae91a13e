import { StrongroomError } from '../../../contract/errors';
import { firstLine } from '../database';
import { identifier, literal } from '../sql';
import { replacing } from './table';
import type { StepTable } from './table';

/** A table with the texts among some columns replaced; other columns of them stay as they are. */
export function replacingTexts(
  columns: readonly string[],
  table: StepTable,
  change: (column: string) => string,
): string {
  const wanted = new Set(columns);
  const changes = table.columns
    .filter(({ name, kind }) => kind === 'text' && wanted.has(name))
    .map(({ name }): [string, string] => [name, change(identifier(name))]);
  return replacing(table.relation, changes);
}

/** Throws STEP_INVALID when a pattern cannot be read by RE2, or has fewer groups than are asked for. */
export async function requirePattern(pattern: string, table: StepTable, group = 0): Promise<void> {
  const failed = (why: string, cause?: unknown): StrongroomError =>
    new StrongroomError('STEP_INVALID', `The regular expression cannot be used: ${why}`, {
      expected: 'a regular expression in the syntax of RE2, such as ^[A-Z]+-([0-9]+)$',
      received: pattern,
      next: 'Correct the expression. A backslash before ( ) [ ] . * + ? makes it the character itself.',
      cause,
    });
  try {
    await table.database.rows(`SELECT regexp_matches('', ${literal(pattern)})`);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof StrongroomError) throw error;
    throw failed(firstLine(error.message).replace(/^[A-Z][A-Za-z ]* Error: /, ''), error);
  }
  const groups = groupsOf(pattern);
  if (group > groups) throw failed(`it has ${String(groups)} groups, and group ${String(group)} is wanted`);
}

/** How many groups a pattern has: brackets that are neither escaped, nor in a class, nor marked by "?:" or flags. */
export function groupsOf(pattern: string): number {
  const plain = pattern
    .replaceAll(/\\Q[^]*?(\\E|$)/g, '')
    .replaceAll(/\\[^]/g, '')
    .replaceAll(/\[\^?\]?(\[:\^?[a-z]+:\]|[^\]])*\]/g, '');
  return [...plain.matchAll(/\((?!\?)|\(\?P?</g)].length;
}
