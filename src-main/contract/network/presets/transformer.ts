import { attention } from './encoders/attention';
import { convolution2d } from './encoders/convolution';
import { typedPreset } from './typed';

export const transformer = typedPreset(
  'Transformer',
  'Every word or step looks at all others: for texts, and for sequences where distant steps belong together.',
  { sequence: attention, tokens: attention, image: convolution2d },
  ['heads'],
);
