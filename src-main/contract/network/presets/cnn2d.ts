import { convolution1d, convolution2d } from './encoders/convolution';
import { typedPreset } from './typed';

export const cnn2d = typedPreset(
  'Convolutions over pictures (2-D CNN)',
  'Looks for shapes wherever they are in a picture: for images.',
  { sequence: convolution1d, tokens: convolution1d, image: convolution2d },
  ['window'],
);
