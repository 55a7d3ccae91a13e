import type { Lowering } from './lowering';
import { convolveChannels } from './shared/convolution';

export const fusedDepthwiseConv2D: Lowering = { kernel: 'FusedDepthwiseConv2D', lower: convolveChannels };
