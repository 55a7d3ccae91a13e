import { convolution1d, convolution2d } from './encoders/convolution';
import { typedPreset } from './typed';

export const cnn1d = typedPreset(
  'Convolutions over steps (1-D CNN)',
  'Looks for short patterns wherever they are: for sequences and texts where what matters is local, and the fastest.',
  { sequence: convolution1d, tokens: convolution1d, image: convolution2d },
  ['window'],
);
