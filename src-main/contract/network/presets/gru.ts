import { convolution2d } from './encoders/convolution';
import { recurrent } from './encoders/recurrent';
import { typedPreset } from './typed';

export const gru = typedPreset(
  'GRU',
  'Like an LSTM with a quarter fewer weights: for sequences where rows are few or time is short.',
  { sequence: recurrent('gru'), tokens: recurrent('gru'), image: convolution2d },
);
