import type { Database } from '../../data/database';
import type { FittedClip } from '../fitted';
import type { NumberColumn } from './numbers';
import { finiteNumber, firstSpread, meansAndDeviations, quantilesOf } from './statistics';

/** Bounds by share of the training rows or as given, then scaled to mean 0 and deviation 1 of what is left. */
export async function fitClips(
  database: Database,
  rows: string,
  columns: readonly NumberColumn<'clip'>[],
): Promise<FittedClip[]> {
  const quantiles = await quantilesOf(
    database,
    rows,
    columns.map(({ name, choice: { by, lower, upper } }) => ({
      name,
      shares: by === 'share' ? [Math.min(lower, upper), Math.max(lower, upper)] : [],
    })),
  );
  const bounds = columns.map(({ choice }, i) => {
    const given = choice.by === 'value' ? [choice.lower, choice.upper] : (quantiles[i] ?? []);
    const [lower = 0, upper = lower] = given;
    return { lower: Math.min(lower, upper), upper: Math.max(lower, upper) };
  });
  const moments = await meansAndDeviations(
    database,
    rows,
    columns.map(({ name }, i) => {
      const { lower = 0, upper = 0 } = bounds[i] ?? {};
      const finite = finiteNumber(name);
      // greatest and least would take a missing value for a bound.
      return `CASE WHEN ${finite} IS NOT NULL THEN greatest(${lower}, least(${upper}, ${finite})) END`;
    }),
  );
  return columns.map(({ name, statistics }, i) => ({
    column: name,
    kind: 'clip',
    median: statistics.median,
    indicator: statistics.missing > 0,
    ...(bounds[i] ?? { lower: 0, upper: 0 }),
    center: moments[i]?.mean ?? 0,
    scale: firstSpread(moments[i]?.deviation ?? 1),
  }));
}
