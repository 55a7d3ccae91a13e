import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { layers as layerTypes } from '@tensorflow/tfjs-layers';
import { createLayer } from '../../../../src-main/engine/model/layers';
import { layerCases, movingCases, overColumns, overSteps } from '../../../parity/layer-cases';
import type { LayerCase } from '../../../parity/layer-cases';

type Layer = layerTypes.Layer;
const flatten = (): Layer => layers.flatten();

/** Values of these sizes, and the layers that follow, the last of which gives a list of numbers. */
const over = (sizes: number[], ...inner: (() => Layer)[]): LayerCase => {
  const width = sizes.reduce((product, size) => product * size, 1);
  return {
    width,
    network: () =>
      sequential({
        layers: [
          layers.reshape({ inputShape: [width], targetShape: sizes }),
          ...inner.map((make) => make()),
          layers.dense({ units: 1 }),
        ],
      }),
  };
};
const overPicture = (...inner: (() => Layer)[]): LayerCase => over([6, 6, 2], ...inner, flatten);
const overList = (...inner: (() => Layer)[]): LayerCase => over([8, 2], ...inner, flatten);
const overSpace = (...inner: (() => Layer)[]): LayerCase => over([4, 4, 4, 1], ...inner, flatten);

/** Layers that no test trains here: what becomes of them is shown all the same. */
const otherCases: Record<string, LayerCase> = {
  alphaDropout: overColumns(3, () => layers.alphaDropout({ rate: 0.5 })),
  averagePooling1d: overList(() => layers.averagePooling1d({ poolSize: 2, strides: 2 })),
  averagePooling2d: overPicture(() => layers.averagePooling2d({ poolSize: 2 })),
  averagePooling3d: overSpace(() => layers.averagePooling3d({ poolSize: [2, 2, 2], strides: [2, 2, 2] })),
  categoryEncoding: overColumns(3, () => layers.categoryEncoding({ numTokens: 3, outputMode: 'multiHot' })),
  centerCrop: overPicture(() => layers.centerCrop({ height: 2, width: 2 })),
  conv1d: overList(() => layers.conv1d({ filters: 3, kernelSize: 3 })),
  conv2d: overPicture(() => layers.conv2d({ filters: 3, kernelSize: 3, activation: 'relu' })),
  conv2dTranspose: overPicture(() => layers.conv2dTranspose({ filters: 3, kernelSize: 3 })),
  conv3d: overSpace(() => layers.conv3d({ filters: 2, kernelSize: 2 })),
  conv3dTranspose: overSpace(() => layers.conv3dTranspose({ filters: 2, kernelSize: 2 })),
  convLstm2d: over(
    [2, 4, 4, 1],
    () => layers.convLstm2d({ filters: 2, kernelSize: 2, recurrentInitializer: 'glorotNormal' }),
    flatten,
  ),
  cropping2D: overPicture(() =>
    layers.cropping2D({
      cropping: [
        [1, 1],
        [1, 2],
      ],
    }),
  ),
  depthwiseConv2d: overPicture(() => layers.depthwiseConv2d({ kernelSize: 3 })),
  dropout: overColumns(3, () => layers.dropout({ rate: 0.5 })),
  flatten: overSteps(2, 2, flatten),
  gaussianDropout: overColumns(3, () => layers.gaussianDropout({ rate: 0.5 })),
  gaussianNoise: overColumns(3, () => layers.gaussianNoise({ stddev: 0.5 })),
  globalAveragePooling1d: over([8, 2], () => layers.globalAveragePooling1d()),
  globalAveragePooling2d: over([6, 6, 2], () => layers.globalAveragePooling2d({})),
  globalMaxPooling1d: over([8, 2], () => layers.globalMaxPooling1d()),
  globalMaxPooling2d: over([6, 6, 2], () => layers.globalMaxPooling2d({})),
  maxPooling1d: overList(() => layers.maxPooling1d({ poolSize: 2, strides: 2 })),
  maxPooling2d: overPicture(() => layers.maxPooling2d({ poolSize: 2 })),
  maxPooling3d: overSpace(() => layers.maxPooling3d({ poolSize: [2, 2, 2], strides: [2, 2, 2] })),
  rescaling: overColumns(3, () => layers.rescaling({ scale: 2, offset: 1 })),
  reshape: overSteps(2, 2, flatten),
  resizing: overPicture(() => layers.resizing({ height: 3, width: 3 })),
  separableConv2d: overPicture(() => layers.separableConv2d({ filters: 3, kernelSize: 3 })),
  spatialDropout1d: overList(() => layers.spatialDropout1d({ rate: 0.5 })),
  thresholdedReLU: overColumns(3, () => layers.thresholdedReLU({ theta: 0.1 })),
  upSampling2d: overPicture(() => layers.upSampling2d({})),
  zeroPadding2d: overPicture(() => layers.zeroPadding2d({ padding: 1 })),
};

/** Other names of layers above, and what is a layer only inside another one. */
export const notListed = [
  ...['Layer', 'RNN', 'RNNCell', 'input', 'inputLayer', 'rnn', 'stackedRNNCells'],
  ...['convLstm2dCell', 'gruCell', 'lstmCell', 'simpleRNNCell'],
  ...['avgPool1d', 'avgPool2d', 'avgPool3d', 'avgPooling1d', 'avgPooling2d', 'avgPooling3d'],
  ...['globalMaxPool1d', 'globalMaxPool2d', 'maxPool1d', 'maxPool2d'],
  // Gives another width at every call.
  'randomWidth',
];

/** Those that test/engine/runtimes/convolution.test.ts trains for 50 steps in networks over images and series. */
const testedInNetworks = new Set([
  ...[
    'conv1d',
    'conv2d',
    'depthwiseConv2d',
    'separableConv2d',
    'flatten',
    'permute',
    'repeatVector',
    'reshape',
  ],
  ...[
    'averagePooling1d',
    'averagePooling2d',
    'maxPooling1d',
    'maxPooling2d',
    'upSampling2d',
    'zeroPadding2d',
  ],
  ...['globalAveragePooling1d', 'globalAveragePooling2d', 'globalMaxPooling1d', 'globalMaxPooling2d'],
]);

export interface LayerKind {
  /** As the factory of tfjs, or the class of our own, is called. */
  kind: string;
  cases: LayerCase[];
  /** Whether tests hold it to plain tfjs. */
  tested: boolean;
}

/** Every kind of layer in alphabetical order; the first word of a case is its kind. */
export function layerKinds(): LayerKind[] {
  const tested = Object.entries({ ...layerCases, ...movingCases });
  const all = [...tested, ...Object.entries(otherCases)];
  const kindOf = (name: string): string => name.split(/[ ,]/)[0] ?? '';
  const names = [...new Set(all.map(([name]) => kindOf(name)))].sort((a, b) => a.localeCompare(b, 'en'));
  return names.map((kind) => ({
    kind,
    cases: all.filter(([name]) => kindOf(name) === kind).map(([, layerCase]) => layerCase),
    tested: testedInNetworks.has(kind) || tested.some(([name]) => kindOf(name) === kind),
  }));
}
