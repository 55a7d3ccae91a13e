import { numeric, type Database } from '../../data/database';
import type { FittedNumber } from '../fitted';
import { finiteNumber, firstSpread, inBatches } from './statistics';
import type { NumberColumn } from './numbers';

/** The quartiles of a normal distribution lie this many deviations apart, so both scalings mean the same there. */
const quartilesOfNormal = 1.349;

/** (x - center) / scale by statistics that are there already. Where the quartiles coincide, robust takes the deviation. */
export function fitLinear({
  name,
  choice,
  statistics: s,
}: NumberColumn<'robust' | 'standard' | 'none'>): FittedNumber {
  const base = { column: name, kind: 'number', median: s.median, indicator: s.missing > 0 } as const;
  switch (choice.transform) {
    case 'robust':
      return {
        ...base,
        center: s.median,
        scale: firstSpread((s.upper - s.lower) / quartilesOfNormal, s.deviation),
      };
    case 'standard':
      return { ...base, center: s.mean, scale: firstSpread(s.deviation) };
    case 'none':
      return { ...base, center: 0, scale: 1 };
  }
}

/**
 * (x - smallest) / (largest - smallest), or x / largest absolute value. @param rows all training rows: extremes need no
 * memory.
 */
export function fitExtremes(
  database: Database,
  rows: string,
  columns: readonly NumberColumn<'min-max' | 'max-abs'>[],
): Promise<FittedNumber[]> {
  return inBatches(columns, async (some) => {
    const wanted = some.map(
      ({ name }, i) => `min(${finiteNumber(name)}) AS least${i}, max(${finiteNumber(name)}) AS most${i}`,
    );
    const [row = {}] = await database.rows(`SELECT ${wanted.join(', ')} FROM ${rows}`);
    return some.map(({ name, choice, statistics }, i) => {
      const least = numeric(row[`least${i}`]);
      const most = numeric(row[`most${i}`]);
      const base = { column: name, kind: 'number', median: statistics.median } as const;
      const linear =
        choice.transform === 'min-max'
          ? { center: least, scale: firstSpread(most - least) }
          : { center: 0, scale: firstSpread(Math.max(Math.abs(least), Math.abs(most))) };
      return { ...base, indicator: statistics.missing > 0, ...linear };
    });
  });
}
