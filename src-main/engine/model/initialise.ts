import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ActivationName } from '../../contract/network';
import { Random } from '../random';
import { OwnWeightsLayer } from './layers';

export type KernelActivation = ActivationName;

/** Activations that are zero for about half of their inputs need twice the variance (He and others, 2015). */
const gain: Record<KernelActivation, number> = {
  relu: 2,
  gelu: 2,
  swish: 2,
  elu: 1.5,
  selu: 1,
  mish: 2,
  tanh: 1,
  sigmoid: 1,
  softplus: 1,
  softmax: 1,
  linear: 1,
};

type Weight = LayersModel['weights'][number];

const isKernel = ({ originalName }: Weight): boolean => /(kernel|embeddings)$/.test(originalName);
/** What multiplies a state again and again, or is normalised by a softmax, is not to grow with the activation. */
const isUngained = ({ originalName }: Weight): boolean =>
  /(recurrent_|query\/|key\/|value\/|attention_output\/)kernel$/.test(originalName);

/** How many numbers each output of a kernel sums: all axes but the last, or [features, heads, length] of attention. */
function inputsOf({ originalName }: Weight, shape: readonly number[]): number {
  const summed = /(query|key|value)\/kernel$/.test(originalName) ? shape.slice(0, 1) : shape.slice(0, -1);
  return summed.reduce((product, size) => product * size, 1);
}

/** The layer of each weight whose layer says itself how it begins. */
function ownersOf({ layers }: LayersModel): Map<Weight, OwnWeightsLayer> {
  return new Map(
    layers.flatMap((layer) =>
      layer instanceof OwnWeightsLayer ? layer.weights.map((weight) => [weight, layer] as const) : [],
    ),
  );
}

/** What the layer of a weight lets it begin with; null where that is nothing special. */
function beginning(
  owner: OwnWeightsLayer | undefined,
  { originalName }: Weight,
  shape: readonly number[],
  seed: number,
): Float32Array | null {
  if (owner === undefined) return null;
  return owner.begin(
    originalName.split('/').at(-1) ?? '',
    shape,
    new Random(seed, `weights ${originalName}`),
  );
}

/**
 * Fills a network's weights from the seed: kernels normal with variance gain / inputs (the last one, whose
 * outputs should begin near zero, with a tenth of the deviation); layers may say otherwise of their own. All else is what its layer begins with, zero for
 * biases. The same seed gives the same bits.
 * @param activation of layers that `own` knows nothing of.
 */
export function initialise(
  network: LayersModel,
  activation: KernelActivation,
  seed: number,
  own: (layer: string) => KernelActivation | undefined = () => undefined,
): void {
  const owners = ownersOf(network);
  const isPlain = (weight: Weight): boolean => isKernel(weight) && !owners.has(weight);
  const last = network.weights.findLast((weight) => isKernel(weight) || owners.has(weight));
  let kernels = 0;
  tf.tidy(() => {
    const values = network.weights.map((weight) => {
      const shape = weight.shape.map((size) => size ?? 1);
      const begun = beginning(owners.get(weight), weight, shape, seed);
      if (begun !== null) return tf.tensor(begun, shape);
      if (!isPlain(weight)) return tf.clone(weight.read());
      const random = new Random(seed, `weights ${kernels}`);
      const isOutput = weight === last;
      kernels += 1;
      const [layer = ''] = weight.originalName.split('/', 1);
      const factor = isOutput || isUngained(weight) ? 1 : gain[own(layer) ?? activation];
      const deviation = Math.sqrt(factor / inputsOf(weight, shape)) * (isOutput ? 0.1 : 1);
      const length = shape.reduce((product, size) => product * size, 1);
      return tf.tensor(
        Float32Array.from({ length }, () => random.normal() * deviation),
        shape,
      );
    });
    network.setWeights(values);
  });
}
