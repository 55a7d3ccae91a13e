import type { LayersModel } from '@tensorflow/tfjs-layers';
import { isReadingDue, mostReadingsOf } from '../../contract/planning';
import { gradientBins, smallestGradient, weightBins } from '../../contract/schemas/layers';
import type { LayerHistory, LayerReading } from '../../contract/schemas/layers';
import { variablesOf } from '../learning/flat';
import type { WatchedStep } from '../runtimes/runtime';

/** One weight of a layer within the flat vectors. */
interface Part {
  start: number;
  size: number;
  /** The last axis, which is that of the units, where the weight leads into units; else 0. */
  units: number;
}

interface WatchedLayer {
  name: string;
  kind: string;
  parts: Part[];
  weights: number;
  units: number;
}

/** Kernels of these lead into units which a rectifier may switch off; in others a gradient of zero says nothing. */
const unitKinds = ['Dense', 'ScaledDense', 'Conv1D', 'Conv2D'];

/** The layers that learn, in the order of the network, with the places of their weights. */
function layersOf(network: LayersModel): WatchedLayer[] {
  const { trainable } = variablesOf(network);
  const places = new Map<unknown, number>();
  let offset = 0;
  for (const variable of trainable) {
    places.set(variable, offset);
    offset += variable.size;
  }
  return network.layers.flatMap((layer) => {
    const kind = layer.getClassName();
    const hasUnits = unitKinds.includes(kind);
    const parts = layer.trainableWeights.flatMap((weight): Part[] => {
      const variable = weight.read();
      const start = places.get(variable);
      if (start === undefined) return [];
      const units = hasUnits && variable.rank > 1 ? (variable.shape.at(-1) ?? 0) : 0;
      return [{ start, size: variable.size, units }];
    });
    if (parts.length === 0) return [];
    const weights = parts.reduce((sum, { size }) => sum + size, 0);
    const units = parts.find((part) => part.units > 0)?.units ?? 0;
    return [{ name: layer.name, kind, parts, weights, units }];
  });
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Exponents that a float32 number can have, as they stand in its bits. */
const exponents = 256;
const exponentOffset = 127;

/** Sums over the weights of a layer. Each vector is gone through as it lies, for training waits meanwhile. */
function sumsOf(parts: readonly Part[], { before, after, gradient }: WatchedStep) {
  let gradientSquares = 0;
  let weightSquares = 0;
  let movedSquares = 0;
  let largest = 0;
  for (const { start, size } of parts) {
    for (let i = start; i < start + size; i++) {
      const slope = gradient[i] ?? 0;
      const weight = after[i] ?? 0;
      const step = weight - (before[i] ?? 0);
      gradientSquares += slope * slope;
      weightSquares += weight * weight;
      movedSquares += step * step;
      if (weight > largest) largest = weight;
      else if (-weight > largest) largest = -weight;
    }
  }
  return { gradientSquares, weightSquares, movedSquares, largest };
}

/** How many gradients are of which size, by the exponents of their bits, and how many are zero. */
function sizesOf(parts: readonly Part[], gradient: Float32Array): LayerReading['gradients'] {
  const bits = new Uint32Array(gradient.buffer, gradient.byteOffset, gradient.length);
  const byExponent = new Uint32Array(exponents);
  let zeros = 0;
  for (const { start, size } of parts) {
    for (let i = start; i < start + size; i++) {
      // Without the sign.
      const own = (bits[i] ?? 0) << 1;
      if (own === 0) zeros += 1;
      else byExponent[own >>> 24] = (byExponent[own >>> 24] ?? 0) + 1;
    }
  }
  const counts = new Array<number>(gradientBins).fill(0);
  byExponent.forEach((count, exponent) => {
    const stretch = (exponent - exponentOffset - smallestGradient) >> 1;
    const bin = Math.min(gradientBins - 1, Math.max(0, stretch));
    counts[bin] = (counts[bin] ?? 0) + count;
  });
  return { counts, zeros };
}

/** @param largest size of a weight. */
function spreadOf(parts: readonly Part[], after: Float32Array, largest: number): LayerReading['weights'] {
  const reach = largest > 0 && Number.isFinite(largest) ? 2 ** Math.ceil(Math.log2(largest)) : 1;
  // One more for a weight that is as large as can be.
  const counts = new Uint32Array(weightBins + 1);
  const scale = weightBins / (2 * reach);
  const middle = weightBins / 2;
  for (const { start, size } of parts) {
    for (let i = start; i < start + size; i++) {
      const bin = (middle + (after[i] ?? 0) * scale) | 0;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  const all = Array.from(counts.subarray(0, weightBins));
  all[weightBins - 1] = (all[weightBins - 1] ?? 0) + (counts[weightBins] ?? 0);
  return { reach, counts: all };
}

/** Units whose kernel has no gradient. A kernel is [..., units], one row of units after the other. */
function silentOf(parts: readonly Part[], gradient: Float32Array): number {
  const kernel = parts.find(({ units }) => units > 0);
  if (kernel === undefined) return 0;
  const { start, size, units } = kernel;
  const heard = new Uint8Array(units);
  for (let row = start; row < start + size; row += units)
    for (let unit = 0; unit < units; unit++) if (gradient[row + unit] !== 0) heard[unit] = 1;
  return heard.reduce((silent, one) => silent - one, units);
}

function readLayer({ parts }: WatchedLayer, step: WatchedStep): LayerReading {
  const { gradientSquares, weightSquares, movedSquares, largest } = sumsOf(parts, step);
  const norm = Math.sqrt(weightSquares);
  return {
    gradientNorm: finite(Math.sqrt(gradientSquares)),
    weightNorm: finite(norm),
    updateRatio: finite(Math.sqrt(movedSquares) / norm),
    silent: silentOf(parts, step.gradient),
    weights: spreadOf(parts, step.after, largest),
    gradients: sizesOf(parts, step.gradient),
  };
}

/** Looks at the layers of a network after the last step of some epochs. */
export class LayerWatch {
  private readonly layers: WatchedLayer[];
  private readonly most: number;
  private fresh: LayerHistory['readings'] = [];

  /** @param every how many epochs from one reading to the next at first. */
  constructor(
    network: LayersModel,
    private readonly every: number,
  ) {
    this.layers = layersOf(network);
    this.most = mostReadingsOf(this.layers.length);
  }

  /** @param epoch from 1. */
  isDue(epoch: number): boolean {
    return isReadingDue(epoch, this.every, this.most);
  }

  read(epoch: number, step: WatchedStep): void {
    this.fresh.push({ epoch, layers: this.layers.map((layer) => readLayer(layer, step)) });
  }

  /** The readings since it was last asked, if there are any. */
  take(): LayerHistory | null {
    if (this.fresh.length === 0) return null;
    const readings = this.fresh;
    this.fresh = [];
    return {
      formatVersion: 1,
      layers: this.layers.map(({ name, kind, weights, units }) => ({ name, kind, weights, units })),
      every: this.every,
      readings,
    };
  }
}
