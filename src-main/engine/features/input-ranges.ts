import type { InputRange } from '../../contract/schemas/input-contract';
import { numeric, type Database } from '../data/database';
import { frameExpression, frameKind } from './columns';
import type { InputColumn } from './fit';
import { columnsAQuery } from './fit/statistics';

/** Dates as their tables show them are of no use to compare with; this is what frames hold. */
const asNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/**
 * What training rows hold of each input: the least and the largest value of numbers and of moments (seconds since
 * 1970, UTC), and how many are missing. It is kept with the model, so that later rows can be told from it.
 * @param rows what follows FROM.
 */
export async function inputRanges(
  database: Database,
  rows: string,
  inputs: readonly InputColumn[],
): Promise<InputRange[]> {
  const ranges: InputRange[] = [];
  for (let start = 0; start < inputs.length; start += columnsAQuery) {
    const some = inputs.slice(start, start + columnsAQuery);
    const selected = some.flatMap(({ name, type }, index) => {
      const kind = frameKind(type);
      const value = frameExpression({ name, kind });
      const missing = `count(*) - count(${value}) AS missing${String(index)}`;
      if (kind === 'text' || kind === 'image') return [missing];
      // Infinity is no bound.
      const finite = `FILTER (WHERE isfinite(${value}))`;
      return [
        missing,
        `min(${value}) ${finite} AS minimum${String(index)}`,
        `max(${value}) ${finite} AS maximum${String(index)}`,
      ];
    });
    const [row = {}] = await database.rows(`SELECT ${selected.join(', ')} FROM ${rows}`);
    some.forEach(({ name }, index) => {
      ranges.push({
        name,
        minimum: asNumber(row[`minimum${String(index)}`]),
        maximum: asNumber(row[`maximum${String(index)}`]),
        missing: numeric(row[`missing${String(index)}`]),
      });
    });
  }
  return ranges;
}
