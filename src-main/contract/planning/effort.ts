import type { PresetName } from '../network/presets/names';

/** How much time a training may take where nothing else is said. */
export const efforts = ['quick', 'standard'] as const;
export type Effort = (typeof efforts)[number];

const ofEffort: Record<Effort, PresetName> = { quick: 'mlp', standard: 'tabm' };

/** The preset that an effort means. */
export const presetOfEffort = (effort: Effort): PresetName => ofEffort[effort];
