/** Presets by name; `custom` is the network that the recipe itself holds. */
export const presetNames = [
  'linear',
  'mlp',
  'residual',
  'wide-and-deep',
  'tabm',
  'realmlp',
  'cnn1d',
  'lstm',
  'gru',
  'transformer',
  'cnn2d',
  'custom',
] as const;
export type PresetName = (typeof presetNames)[number];
