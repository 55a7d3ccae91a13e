import type { Lowering } from './lowering';
import { convolve } from './shared/convolution';

export const fusedConv2D: Lowering = { kernel: 'FusedConv2D', lower: convolve };
