import type { NamedTensorMap } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { NoiseLayer } from '../model/layers';
import { Random } from '../random';
import type { RandomState } from '../random';

/** What one layer draws for each step. */
export interface NoiseInput {
  /** Under which a step takes it. */
  name: string;
  layer: NoiseLayer;
  /** Of one step, the batch first. */
  shape: number[];
  size: number;
}

/** The layers of a network that draw, in its order. @param batch rows of a step. */
export function noiseInputs(network: LayersModel, batch: number): NoiseInput[] {
  return network.layers.flatMap((layer, index): NoiseInput[] => {
    if (!(layer instanceof NoiseLayer) || layer.isSilent) return [];
    const shape = layer.noiseShape(batch);
    const size = shape.reduce((product, length) => product * length, 1);
    return [{ name: `noise ${index}`, layer, shape, size }];
  });
}

/** Lets each layer use what was drawn for it, or with null draw nothing any more. */
export function giveNoise(inputs: readonly NoiseInput[], drawn: NamedTensorMap | null): void {
  for (const { name, layer } of inputs) layer.noise = drawn?.[name];
}

/** One stream of numbers a layer, all from the seed: the same whichever runtime asks. */
export class NoiseSource {
  private readonly streams: Map<string, { layer: NoiseLayer; random: Random }>;

  constructor(inputs: readonly NoiseInput[], seed: number) {
    this.streams = new Map(
      inputs.map(({ name, layer }) => [name, { layer, random: new Random(seed, name) }]),
    );
  }

  /** Draws the next steps for a layer. @param values [steps, ...shape], filled. */
  fill(name: string, values: Float32Array): void {
    const stream = this.streams.get(name);
    stream?.layer.fill(stream.random, values);
  }

  state(): Record<string, RandomState> {
    return Object.fromEntries([...this.streams].map(([name, { random }]) => [name, random.state()]));
  }

  restore(states: Readonly<Record<string, RandomState>>): void {
    for (const [name, { random }] of this.streams) {
      const state = states[name];
      if (state !== undefined) random.restore(state);
    }
  }
}
