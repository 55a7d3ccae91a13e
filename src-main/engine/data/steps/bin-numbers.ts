import { z } from 'zod';
import { binNumbers } from '../../../contract/cleaning/steps/bin-numbers';
import { StrongroomError } from '../../../contract/errors';
import { steady } from '../database';
import { identifier, literal } from '../sql';
import { binLabels } from './bin-labels';
import { implementStep } from './implement';
import { newColumn } from './new-column';
import type { StepTable } from './table';

const invalid = (message: string, expected: string, received: string): StrongroomError =>
  new StrongroomError('STEP_INVALID', message, {
    expected,
    received,
    next: 'Change the setting of the step.',
  });

function ownEdges(edges: readonly string[]): number[] {
  const numbers = edges.map((edge) => (edge.trim() === '' ? Number.NaN : Number(edge)));
  const isAscending = numbers.every(
    (number, index) => Number.isFinite(number) && number > (numbers[index - 1] ?? Number.NEGATIVE_INFINITY),
  );
  if (isAscending && numbers.length > 0) return numbers;
  throw invalid(
    'The edges cannot be used.',
    'numbers that ascend, such as 18 and 65',
    edges.join(', ') || 'no edge',
  );
}

/** The edges between the bins; fewer than are wanted where values repeat too often to be told apart. */
async function learnEdges(
  { column, method, bins }: { column: string; method: 'width' | 'frequency'; bins: number },
  table: StepTable,
): Promise<number[]> {
  const number = `${identifier(column)}::DOUBLE`;
  const shares = Array.from({ length: bins - 1 }, (_, index) => (index + 1) / bins);
  const [found = {}] = await table.database.rows(
    method === 'width'
      ? `SELECT min(${number}) AS low, max(${number}) AS high FROM ${table.relation}`
      : `SELECT ${shares.map((share, index) => `quantile_cont(${number}, ${String(share)}) AS "${String(index)}"`).join(', ')} FROM ${table.relation}`,
  );
  if (Object.values(found).some((value) => value === null)) return [];
  const [low, high] = [steady(found['low']), steady(found['high'])];
  const edges =
    method === 'width'
      ? shares.map((share) => steady(low + share * (high - low)))
      : shares.map((_, index) => steady(found[String(index)]));
  return [...new Set(edges)].sort((a, b) => a - b);
}

export const binNumbersStep = implementStep(binNumbers, {
  learned: z.array(z.number()),
  keepsOrder: true,
  learnsFromRows: ({ method }) => method !== 'edges',
  async fit({ column, method, bins, edges }, table) {
    const kind = table.columns.find(({ name }) => name === column)?.kind ?? 'text';
    if (kind !== 'integer' && kind !== 'decimal') {
      throw invalid(`The column ${column} is not of numbers.`, 'a column of numbers', `a column of ${kind}`);
    }
    return method === 'edges' ? ownEdges(edges) : learnEdges({ column, method, bins }, table);
  },
  sql({ column, labels, into }, table, edges) {
    if (labels.length > 0 && labels.length !== edges.length + 1) {
      throw invalid(
        'There are not as many labels as bins.',
        `${String(edges.length + 1)} labels, for the edges ${edges.join(', ') || 'none'}`,
        `${String(labels.length)} labels`,
      );
    }
    const names = labels.length > 0 ? labels : binLabels(edges);
    const cell = identifier(column);
    const cases = edges.map(
      (edge, index) => `WHEN ${cell} < ${String(edge)}::DOUBLE THEN ${literal(names[index] ?? '')}`,
    );
    const bin = `CASE WHEN ${cell} IS NULL THEN NULL ${cases.join(' ')} ELSE ${literal(names.at(-1) ?? '')} END`;
    return `SELECT *, ${bin} AS ${newColumn(into, table.columns)} FROM ${table.relation}`;
  },
});
