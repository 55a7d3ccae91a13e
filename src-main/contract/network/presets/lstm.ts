import { convolution2d } from './encoders/convolution';
import { recurrent } from './encoders/recurrent';
import { typedPreset } from './typed';

export const lstm = typedPreset(
  'LSTM',
  'Reads steps in order and keeps what matters: for sequences whose early steps count as much as the last.',
  { sequence: recurrent('lstm'), tokens: recurrent('lstm'), image: convolution2d },
);
