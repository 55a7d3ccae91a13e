import fc from 'fast-check';
import { input, layers, model } from '@tensorflow/tfjs-layers';
import type { LayersModel, SymbolicTensor, layers as layerTypes } from '@tensorflow/tfjs-layers';
import { createLayer } from '../../../../src-main/engine/model/layers';
import type { LayerCase } from '../../../parity/layer-cases';

type Made = layerTypes.Layer;
const activations = [
  'relu',
  'tanh',
  'gelu',
  'swish',
  'elu',
  'sigmoid',
  'softmax',
  'hardSigmoid',
  'selu',
  'mish',
] as const;
const activation = fc.constantFrom(...activations);

/** A layer of columns, made anew each time. */
const columnLayer: fc.Arbitrary<() => Made> = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 6 }), activation, fc.boolean()).map(
    ([units, kind, useBias]) =>
      () =>
        layers.dense({ units, activation: kind, useBias }),
  ),
  activation.map((kind) => () => layers.activation({ activation: kind })),
  fc.constant(() => layers.batchNormalization()),
  fc.constant(() => layers.layerNormalization({ epsilon: 0.01 })),
  fc.constant(() => layers.leakyReLU({ alpha: 0.1 })),
  fc.constant(() => layers.prelu()),
  fc.constant(() => createLayer({ kind: 'dropout', name: `dropout${String(count++)}`, rate: 0.2 })),
);
let count = 0;

/** What follows a tensor: layers one after the other, or branches that meet again. */
interface Piece {
  branches: (() => Made)[][];
  merge: 'concatenate' | 'add';
}
const piece: fc.Arbitrary<Piece> = fc.record({
  branches: fc.array(fc.array(columnLayer, { maxLength: 3 }), { minLength: 1, maxLength: 3 }),
  merge: fc.constantFrom('concatenate' as const, 'add' as const),
});

const apply = (layer: Made, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor => {
  const y = layer.apply(x);
  if (Array.isArray(y) || !('sourceLayer' in y)) throw new TypeError('not one symbolic tensor');
  return y;
};

function grow(x: SymbolicTensor, { branches, merge }: Piece): SymbolicTensor {
  const ends = branches.map((branch) => branch.reduce((tensor, make) => apply(make(), tensor), x));
  // A branch without layers is the tensor itself; the same one is not put together with itself.
  const different = [...new Set(ends)];
  const [only] = different;
  if (only !== undefined && different.length === 1) return only;
  if (merge === 'concatenate') return apply(layers.concatenate({ axis: -1 }), different);
  return apply(
    layers.add(),
    different.map((end) => apply(layers.dense({ units: 3 }), end)),
  );
}

/** Networks of any layers in any branches. */
export const branching: fc.Arbitrary<LayerCase> = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.array(piece, { minLength: 1, maxLength: 3 }))
  .map(([width, pieces]) => ({
    width,
    network: (): LayersModel => {
      const columns = input({ shape: [width] });
      const end = pieces.reduce(grow, columns);
      return model({ inputs: columns, outputs: apply(layers.dense({ units: 2 }), end) });
    },
  }));
