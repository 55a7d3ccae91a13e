import type { UnreadableCell } from '../../contract/schemas/decisions';
import type { Metrics } from '../../contract/schemas/runs';
import type { Warning } from '../../contract/schemas/common';

/** A number with as many digits as a person reads. */
export function formatNumber(value: number | null): string {
  if (value === null || Number.isNaN(value)) return '–';
  if (Number.isInteger(value)) return String(value);
  const magnitude = Math.abs(value);
  return magnitude >= 1e6 || magnitude < 1e-3 ? value.toExponential(3) : String(Number(value.toPrecision(5)));
}

/** Lines in columns: the last one is left as it is, the others are padded. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, cell.length);
    });
  }
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function formatMetrics(metrics: Metrics, baseline: Metrics): string {
  const simple = new Map(Object.entries(baseline));
  return formatTable([
    ['', 'model', 'simplest answer'],
    ...Object.entries(metrics).map(([name, value]: [string, number | null]) => [
      name,
      formatNumber(value),
      formatNumber(simple.get(name) ?? null),
    ]),
  ]);
}

export function formatWarnings(warnings: readonly Warning[]): string {
  return warnings
    .map(({ message, next }) => `Note: ${message}${next === undefined ? '' : ` ${next}`}`)
    .join('\n');
}

/** Values that are named at a time; all are counted in the notes. */
const namedValues = 20;

/** Values that cannot be read, with line, column and why. */
export function formatUnreadable(cells: readonly UnreadableCell[]): string {
  if (cells.length === 0) return '';
  const rows = cells
    .slice(0, namedValues)
    .map(({ line, column, value, reason }) => [
      `line ${String(line)}`,
      column,
      JSON.stringify(value),
      reason,
    ]);
  const more = cells.length > namedValues ? `\nand ${String(cells.length - namedValues)} more` : '';
  return `Values that count as missing:\n${formatTable(rows)}${more}`;
}

/** Paragraphs that have something to say, one blank line between them. */
export const paragraphs = (...parts: string[]): string => parts.filter((part) => part !== '').join('\n\n');
