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

/** The exponent of a float32 number's size: -127 for zero and what is almost that. */
const exponentOf = (bits: number): number => ((bits >>> 23) & 0xff) - 127;

/** Reads one layer. One pass over its weights for each of the three vectors, for it is done while training waits. */
function readLayer({ parts, units }: WatchedLayer, { before, after, gradient }: WatchedStep): LayerReading {
  let gradientSquares = 0;
  let weightSquares = 0;
  let moved = 0;
  let largest = 0;
  let zeros = 0;
  let silent = 0;
  const sizes = new Array<number>(gradientBins).fill(0);
  const bitsOf = new Uint32Array(gradient.buffer, gradient.byteOffset, gradient.length);
  for (const { start, size, units: ends } of parts) {
    const heard = new Uint8Array(ends);
    for (let i = start; i < start + size; i++) {
      const slope = gradient[i] ?? 0;
      const weight = after[i] ?? 0;
      const step = weight - (before[i] ?? 0);
      gradientSquares += slope * slope;
      weightSquares += weight * weight;
      moved += step * step;
      const far = Math.abs(weight);
      if (far > largest) largest = far;
      if (slope === 0) {
        zeros += 1;
        continue;
      }
      const stretch = (exponentOf(bitsOf[i] ?? 0) - smallestGradient) >> 1;
      const bin = stretch < 0 ? 0 : stretch >= gradientBins ? gradientBins - 1 : stretch;
      sizes[bin] = (sizes[bin] ?? 0) + 1;
      if (ends > 0) heard[(i - start) % ends] = 1;
    }
    if (ends > 0 && ends === units) silent += ends - heard.reduce((sum, one) => sum + one, 0);
  }
  const reach = largest > 0 && Number.isFinite(largest) ? 2 ** Math.ceil(Math.log2(largest)) : 1;
  const counts = new Array<number>(weightBins).fill(0);
  for (const { start, size } of parts) {
    for (let i = start; i < start + size; i++) {
      const place = Math.floor((((after[i] ?? 0) / reach + 1) / 2) * weightBins);
      const bin = place < 0 ? 0 : place >= weightBins ? weightBins - 1 : place;
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  const norm = Math.sqrt(weightSquares);
  return {
    gradientNorm: finite(Math.sqrt(gradientSquares)),
    weightNorm: finite(norm),
    updateRatio: finite(Math.sqrt(moved) / norm),
    silent,
    weights: { reach, counts },
    gradients: { counts: sizes, zeros },
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
