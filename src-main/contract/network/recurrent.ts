import type { Sizes } from './define';
import { channelsOf, ofRank } from './sizes';

export interface RecurrentSettings {
  units: number;
  sequences: boolean;
  bidirectional: boolean;
}

/** The settings in a few words. */
export const recurrentWords = ({
  units,
  bidirectional,
  dropout,
}: Pick<RecurrentSettings, 'units' | 'bidirectional'> & { dropout: number }): string =>
  `${String(units)} units${bidirectional ? ', both directions' : ''}${dropout > 0 ? `, dropout ${String(dropout)}` : ''}`;

const directions = ({ bidirectional }: RecurrentSettings): number => (bidirectional ? 2 : 1);

/** What a recurrent layer gives: both directions side by side. */
export function recurrentOutput(given: readonly Sizes[], settings: RecurrentSettings, title: string): Sizes {
  const [steps = 1] = ofRank(given, 2, title);
  const width = settings.units * directions(settings);
  return settings.sequences ? [steps, width] : [width];
}

/** Weights of one gate, in all directions. */
export function recurrentWeights(given: readonly Sizes[], settings: RecurrentSettings): number {
  const { units } = settings;
  return directions(settings) * (channelsOf(given[0] ?? []) + units + 1) * units;
}

export function recurrentMultiplications(given: readonly Sizes[], settings: RecurrentSettings): number {
  const [steps = 1, channels = 1] = given[0] ?? [];
  return directions(settings) * steps * (channels + settings.units) * settings.units;
}
