import { Random } from '../../random';
import type { FittedPeriodic } from '../fitted';
import type { NumberColumn } from './numbers';
import { firstSpread } from './statistics';

/** Frequencies drawn from a normal distribution by the seed, another draw for each column. */
export function fitPeriodic(
  { name, choice, statistics }: NumberColumn<'periodic'>,
  seed: number,
): FittedPeriodic {
  const random = new Random(seed, `frequencies of ${name}`);
  return {
    column: name,
    kind: 'periodic',
    median: statistics.median,
    indicator: statistics.missing > 0,
    center: statistics.mean,
    scale: firstSpread(statistics.deviation),
    frequencies: Array.from({ length: choice.frequencies }, () =>
      Number((random.normal() * choice.spread).toPrecision(7)),
    ),
  };
}
