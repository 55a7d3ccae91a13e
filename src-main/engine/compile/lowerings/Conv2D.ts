import type { Lowering } from './lowering';
import { convolve } from './shared/convolution';

export const conv2D: Lowering = { kernel: 'Conv2D', lower: convolve };
