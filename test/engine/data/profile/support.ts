import { join } from 'node:path';
import { openDatabase } from '../../../../src-main/engine/data/database';
import { analyse } from '../../../../src-main/engine/data/profile/index';
import { relationOf } from '../../../../src-main/engine/data/profile/sample';
import type { Compared } from '../../../../src-main/engine/data/profile/measures';
import { ranked } from '../../../../src-main/engine/data/profile/ranks';
import { coded } from '../../../../src-main/engine/data/profile/bins';
import type { Analysis } from '../../../../src-main/contract/schemas/analysis';
import type { ColumnSummary } from '../../../../src-main/contract/schemas/data';
import { importText, type importPath } from '../importers/support';

type Imported = Awaited<ReturnType<typeof importPath>>;

export async function analyseImported(
  { directory, profile }: Imported,
  target: string | null,
): Promise<Analysis> {
  const parquet = join(directory, 'data.parquet');
  const database = await openDatabase({ files: [parquet], directories: [] });
  try {
    return await analyse(database, relationOf(parquet), profile, { target });
  } finally {
    database.close();
  }
}

export const analyseText = async (csv: string, target: string | null = null): Promise<Analysis> =>
  analyseImported(await importText(csv), target);

const summary: ColumnSummary = {
  name: 'x',
  type: 'decimal',
  identifier: false,
  constant: false,
  missing: 0,
  distinct: 0,
  numbers: null,
  dates: null,
  histogram: null,
  top: [],
};

/** Numbers, NaN where missing, prepared for the measures. */
export function comparedNumbers(numbers: readonly number[]): Compared {
  const values = Float64Array.from(numbers);
  return { ...coded({ name: 'x', summary, values, codes: null, labels: [] }), numbers: ranked(values) };
}

/** Categories by number, -1 where missing. */
export const comparedWords = (codes: readonly number[]): Compared => ({
  codes: Int32Array.from(codes),
  levels: Math.max(-1, ...codes) + 1,
  numbers: null,
});
