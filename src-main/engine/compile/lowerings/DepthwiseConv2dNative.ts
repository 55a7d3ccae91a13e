import type { Lowering } from './lowering';
import { convolveChannels } from './shared/convolution';

export const depthwiseConv2dNative: Lowering = { kernel: 'DepthwiseConv2dNative', lower: convolveChannels };
