/** Presets by name; `custom` is the network that the recipe itself holds. */
export const presetNames = ['linear', 'mlp', 'custom'] as const;
export type PresetName = (typeof presetNames)[number];
